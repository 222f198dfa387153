// @types/swagger-ui-dist has types only for the main file, which is for Node.
declare module "swagger-ui-dist/swagger-ui-es-bundle.js" {
  import type { SwaggerUIBundle } from "swagger-ui-dist";

  const show: SwaggerUIBundle;
  export default show;
}
