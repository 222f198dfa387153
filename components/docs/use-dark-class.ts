import { useEffect } from "react";

/** Sets the class of Swagger UI's dark theme on the html element when the console's theme is dark. */
export function useDarkClass(): void {
  useEffect(() => {
    const html = document.documentElement;
    const system = matchMedia("(prefers-color-scheme: dark)");
    const apply = () => {
      const { theme } = html.dataset;
      html.classList.toggle("dark-mode", theme ? theme === "dark" : system.matches);
    };
    const observer = new MutationObserver(apply);
    apply();
    observer.observe(html, { attributeFilter: ["data-theme"] });
    system.addEventListener("change", apply);
    return () => {
      observer.disconnect();
      system.removeEventListener("change", apply);
      html.classList.remove("dark-mode");
    };
  }, []);
}
