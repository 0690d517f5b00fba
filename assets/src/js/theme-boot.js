/* Before the first paint: the theme and the sidebar this device chose. A classic script, so nothing flickers. */
(() => {
  const root = document.documentElement;
  const asked = new URLSearchParams(location.search).get("theme");
  let theme = null;
  let side = null;
  try {
    theme = localStorage.getItem("sl-theme");
    side = localStorage.getItem("sl-side");
  } catch {
    // storage refused: follow the system
  }
  const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  root.setAttribute("data-bs-theme", ["dark", "light"].includes(asked) ? asked : theme || system);
  if (side) root.setAttribute("data-side", side);
})();
