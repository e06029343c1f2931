// Returns what is wrong with the page as it is shown now, one line for each fault.
const faults = [];
const fault = (what, element) =>
  faults.push(what + (element ? ": " + element.outerHTML.slice(0, 160).replace(/\s+/g, " ") : ""));
const all = (css, root = document) => [...root.querySelectorAll(css)];
const shown = element => element.getClientRects().length > 0 && getComputedStyle(element).visibility == "visible";
const words = element => (element.getAttribute("aria-label") || element.textContent || element.alt || "").trim();

if (all("h1").length != 1) fault(all("h1").length + " h1");
if (!document.documentElement.lang) fault("no lang");
if (!document.documentElement.dir) fault("no dir");
if (!/^.+ – Riverside Schools$/.test(document.title)) fault("title " + document.title);
if (all("main").length != 1 || all("header").length != 1 || all("footer").length != 1) fault("landmarks");
if (document.documentElement.scrollWidth > document.documentElement.clientWidth) fault("too wide");
for (const element of all("main *, footer *, header *").filter(shown))
  if (element.getBoundingClientRect().right > document.documentElement.clientWidth + 1 && !element.closest(".unseen, .skip"))
    fault("beyond the edge", element);

let level = 1; // the summary of mistakes stands before the first heading
for (const heading of all("h1, h2, h3, h4")) {
  const own = +heading.localName[1];
  if (own > level + 1) fault("heading level", heading);
  level = own;
}
const ids = all("[id]").map(element => element.id);
for (const id of new Set(ids)) if (ids.filter(other => other == id).length > 1) fault("id twice: " + id);
for (const name of ["aria-labelledby", "aria-describedby", "for"])
  for (const element of all(`[${name}]`))
    for (const id of element.getAttribute(name).split(" "))
      if (!document.getElementById(id)) fault(`${name} names nothing`, element);
for (const link of all("a[href^='#']"))
  if (!document.getElementById(link.hash.slice(1))) fault("link to nothing", link);

for (const field of all("input:not([type=hidden]), select, textarea"))
  if (!field.labels?.length && !field.getAttribute("aria-label")) fault("no label", field);
for (const element of all("a, button, label, legend, summary")) if (!words(element)) fault("no words", element);
for (const image of all("img")) if (!image.hasAttribute("alt")) fault("no alt", image);
for (const svg of all("svg"))
  if (!svg.closest("[aria-hidden=true]") && svg.getAttribute("role") != "img") fault("svg neither named nor hidden", svg);
for (const radio of all("[type=radio]"))
  if (!radio.closest("fieldset")?.querySelector("legend")) fault("no legend", radio);
for (const field of all("[type=password]"))
  if (field.autocomplete != "current-password") fault("autocomplete", field);
for (const form of all("form[method=post]"))
  if (!form.querySelector("[name=csrf]")?.value) fault("no token", form);
for (const element of all(".button, summary, input[type=text], input[type=password], select, .choice").filter(shown))
  if (element.getBoundingClientRect().height < 44) fault("too small to touch", element);

// Contrast of each piece of text with the first opaque ground behind it (WCAG 1.4.3).
const rgb = colour => {
  const canvas = rgb.canvas ||= new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  canvas.clearRect(0, 0, 1, 1);
  canvas.fillStyle = colour;
  canvas.fillRect(0, 0, 1, 1);
  return canvas.getImageData(0, 0, 1, 1).data;
};
const light = ([r, g, b]) => {
  const part = value => ((value /= 255) <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
  return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
};
const ground = element => {
  for (; element; element = element.parentElement) {
    const colour = rgb(getComputedStyle(element).backgroundColor);
    if (colour[3] == 255) return colour;
  }
  return [255, 255, 255];
};
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
for (let node; (node = walker.nextNode()); ) {
  const element = node.parentElement;
  if (!node.data.trim() || !shown(element) || element.closest(".unseen, .skip, [aria-hidden=true], svg, script")) continue;
  const style = getComputedStyle(element);
  const [one, other] = [light(rgb(style.color)), light(ground(element))];
  const contrast = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
  if (contrast < 4.5) fault(`contrast ${contrast.toFixed(1)}`, element);
  if (parseFloat(style.fontSize) < 15 && !element.closest(".mono, pre")) fault(`${style.fontSize} is small`, element);
}
return faults.concat(window.complaints || []);
