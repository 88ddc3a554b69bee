"use strict";
const reveal = () => {
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target) return;
  for (let each = target; each; each = each.parentElement) if (each.tagName === "DETAILS") each.open = true;
  target.scrollIntoView({ block: "start" });
};
const speak = () => { document.documentElement.lang = document.getElementById("en").checked ? "en" : "zh-CN"; };
addEventListener("hashchange", reveal);
addEventListener("change", speak);
addEventListener("pageshow", () => { speak(); reveal(); });
document.addEventListener("click", (event) => {
  const link = event.target.closest('a[href^="#"]');
  if (link && link.hash === location.hash) reveal();
});
