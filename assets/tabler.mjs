// Keeps of Tabler what this product uses: reset, variables, buttons, forms, tables, hidden text. No cards, badges, grids.
import postcss from "postcss";

const KEPT = /^(btn|btn-(primary|sm|icon)|form-(control|select|label|check|check-input|check-label|range|text|hint)|table|visually-hidden|visually-hidden-focusable)$/;
const UNUSED_VARIABLE = /^--tblr-(blue|azure|indigo|purple|pink|red|orange|yellow|lime|green|teal|cyan|facebook|twitter|linkedin|google|youtube|vimeo|dribbble|github|instagram|pinterest|vk|rss|flickr|bitbucket|tabler|social|icons|gray-\d+|breakpoint|avatar|chart|navbar|page|dropdown|modal|toast|card|aspect)/;

const classesOf = (selector) => [...selector.matchAll(/\.([\w-]+)/g)].map((match) => match[1]);
const isKept = (selector) => classesOf(selector).every((name) => KEPT.test(name));

const isEmbeddedPicture = (declaration) => /url\(["']?data:/.test(declaration.value);

export function keepTabler(css) {
  const root = postcss.parse(css);
  root.walkRules((rule) => {
    if (rule.parent.type === "atrule" && rule.parent.name.endsWith("keyframes")) return;
    const selectors = rule.selectors.filter(isKept);
    if (selectors.length) rule.selectors = selectors;
    else rule.remove();
  });
  root.walkDecls((declaration) => {
    // Pictures inside the style sheet would need "data:" in the content security policy.
    if (UNUSED_VARIABLE.test(declaration.prop) || isEmbeddedPicture(declaration)) declaration.remove();
  });
  root.walkAtRules((rule) => {
    if (rule.name.endsWith("keyframes") || rule.name === "charset" || (rule.nodes && !rule.nodes.length)) rule.remove();
  });
  return root.toString();
}
