import { useEffect } from "react";

/** Keeps the class that Swagger UI's dark theme asks for on the html element in step with the theme of the console. */
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
