/** Dark or light: as the system says, or as was chosen. */
import { keep, kept } from "./kept.ts";

/** What can be chosen. */
export type Theme = "system" | "light" | "dark";

/** What was chosen. */
export function theme(): Theme {
  const chosen = kept("theme");
  return chosen === "light" || chosen === "dark" ? chosen : "system";
}

/** Shows the page as was chosen. */
export function applyTheme(chosen: Theme = theme()): void {
  keep("theme", chosen === "system" ? undefined : chosen);
  document.documentElement.style.colorScheme = chosen === "system" ? "light dark" : chosen;
}
