// @types/swagger-ui-dist types the package's main file only, which is for Node.
declare module "swagger-ui-dist/swagger-ui-es-bundle.js" {
  import type { SwaggerUIBundle } from "swagger-ui-dist";

  const show: SwaggerUIBundle;
  export default show;
}
