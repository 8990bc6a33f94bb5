// The review page: what is chosen lights up on its page, what is clicked on a page comes into view.

const pages = one("#pages");
const dataset = one("#dataset");
const cards = all(".card");
const areas = Map.groupBy ? Map.groupBy(all(".area"), (area) => area.dataset.for) : new Map();
if (!Map.groupBy) for (const area of all(".area")) areas.set(area.dataset.for, [...(areas.get(area.dataset.for) ?? []), area]);

// Choosing

const scrollsItself = (pane) => getComputedStyle(pane).overflowY === "auto";

const show = (element, pane) => {
  if (!scrollsItself(pane)) return element.scrollIntoView({ block: "start" });
  const inner = element.getBoundingClientRect();
  const outer = pane.getBoundingClientRect();
  const cover = pane === dataset ? stickyHeight() : 0;
  const spare = Math.max(outer.height - cover - inner.height, 16);
  const left = inner.left < outer.left || inner.right > outer.right ? inner.left - outer.left - 20 : 0;
  pane.scrollBy({ top: inner.top - outer.top - cover - Math.min(spare / 2, outer.height / 4), left });
};

const inSight = (element, pane) => {
  const inner = element.getBoundingClientRect();
  const outer = scrollsItself(pane) ? pane.getBoundingClientRect() : { top: 0, bottom: innerHeight };
  const cover = pane === dataset ? stickyHeight() : 0;
  return inner.top >= outer.top + cover && inner.top <= outer.bottom - 30 && (inner.bottom <= outer.bottom || inner.height > outer.bottom - outer.top - cover);
};

const stickyHeight = () => {
  if (scrollsItself(dataset)) return one(".filters").offsetHeight;
  return pages ? pages.offsetHeight : 0;
};

const unchoose = () => {
  for (const element of all(".selected")) {
    element.classList.remove("selected");
    element.removeAttribute("aria-current");
  }
  for (const area of all(".area.lit")) area.classList.remove("lit");
};

const choose = (id) => {
  const row = document.getElementById(id);
  if (!row) return;
  if (row.matches(".page")) return show(row, pages);
  if (!row.matches(".card, .line, .value, .total, li.finding")) return;
  unchoose();
  if (row.closest(".filtered-out")) clearFilters();
  const closed = row.closest("details:not([open])");
  if (closed) closed.open = true;
  row.classList.add("selected");
  row.setAttribute("aria-current", "true");
  for (const surface of all(".surface", row.closest(".line") ?? row)) surface.classList.toggle("selected", surface.dataset.for === id);
  light(areas.get(row.dataset.areas ?? id) ?? [], row);
  if (!inSight(row, dataset)) show(row, dataset);
};

const light = (lit, row) => {
  for (const area of lit) area.classList.add("lit");
  const page = row.dataset.page && document.getElementById(row.dataset.page);
  const wanted = lit[0] ? one("rect", lit[0]) : page;
  if (wanted && pages && !(lit[0] && inSight(wanted, pages))) show(wanted, pages);
};

const fromAddress = () => {
  try { return decodeURIComponent(location.hash.slice(1)); } catch { return ""; }
};

const go = (id) => {
  const address = `#${encodeURIComponent(id)}`;
  if (fromAddress() !== id) history.pushState(null, "", address);
  choose(id);
};

const idOf = (link) => {
  const address = link.getAttribute("href") ?? "";
  return address.startsWith("#") ? decodeURIComponent(address.slice(1)) : null;
};

document.addEventListener("click", (event) => {
  if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const link = event.target.closest("a");
  if (link) {
    const id = idOf(link);
    if (!id || id === "dataset") return;
    event.preventDefault();
    go(id);
    return;
  }
  if (event.target.closest("button, input, select, summary, .cells") || String(getSelection())) return;
  const named = event.target.closest("[data-for]");
  const row = named ? null : event.target.closest(".value, .line, .total, li.finding, .card");
  if (named || row) go(named ? named.dataset.for : row.id);
});

addEventListener("popstate", () => (location.hash ? choose(fromAddress()) : unchoose()));

// Filters

const search = one("#search");
const fold = (text) => text.normalize("NFKC").toLowerCase();
const sayings = new Map(cards.map((card) => [card, all(".find", card)]));
const texts = new Map();
const textOf = (card) => {
  if (!texts.has(card)) texts.set(card, fold(sayings.get(card).map((part) => part.textContent).join("\n")));
  return texts.get(card);
};
const pressed = (button) => button.getAttribute("aria-pressed") === "true";
const press = (button, on) => button.setAttribute("aria-pressed", String(on));
const stateButtons = all("button[data-state]");
const withFindings = one("#with-findings");
const toggles = [...stateButtons, withFindings].filter(Boolean);
const listed = (card, name) => card.dataset[name].split(" ");

const wanted = () => ({
  words: fold(search.value).split(/\s+/).filter(Boolean),
  section: one("#section").value,
  office: one("#office").value,
  states: stateButtons.filter(pressed).map((button) => button.dataset.state),
  findings: withFindings !== null && pressed(withFindings),
});

const fits = (card, want) =>
  (!want.section || listed(card, "sections").includes(want.section)) &&
  (!want.office || listed(card, "offices").includes(want.office)) &&
  (!want.states.length || want.states.some((state) => listed(card, "states").includes(state))) &&
  (!want.findings || card.dataset.findings !== "0") &&
  want.words.every((word) => textOf(card).includes(word));

const applyFilters = () => {
  const want = wanted();
  let count = 0;
  for (const card of cards) {
    const fit = fits(card, want);
    card.classList.toggle("filtered-out", !fit);
    count += fit;
  }
  for (const group of all(".group")) group.classList.toggle("filtered-out", !one(".card:not(.filtered-out)", group));
  for (const line of all(".line")) line.classList.toggle("faded", want.states.length > 0 && !want.states.includes(line.dataset.state));
  one("#shown").textContent = `${count} / ${cards.length}`;
  one("#nothing").hidden = count > 0 || !cards.length;
  markFound(want.words);
};

const clearFilters = () => {
  search.value = "";
  one("#section").value = "";
  one("#office").value = "";
  for (const button of toggles) press(button, false);
  applyFilters();
};

// Words that were searched for, wherever one text node holds them; folding may change lengths, so positions are kept.
const markFound = (words) => {
  if (!CSS.highlights) return;
  CSS.highlights.delete("found");
  if (!words.length) return;
  const ranges = cards.filter((card) => !card.classList.contains("filtered-out")).flatMap((card) => sayings.get(card)).flatMap((part) => textNodes(part)).flatMap((node) => rangesIn(node, words));
  CSS.highlights.set("found", new Highlight(...ranges));
};

const textNodes = (element) => {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const nodes = [];
  while (walker.nextNode()) nodes.push(walker.currentNode);
  return nodes;
};

const rangesIn = (node, words) => {
  const starts = [];
  let folded = "";
  for (let index = 0; index < node.length; index += 1) {
    const piece = fold(node.data[index]);
    folded += piece;
    for (let each = 0; each < piece.length; each += 1) starts.push(index);
  }
  starts.push(node.length);
  return words.flatMap((word) => {
    const ranges = [];
    for (let at = folded.indexOf(word); at >= 0; at = folded.indexOf(word, at + word.length)) {
      const range = new Range();
      range.setStart(node, starts[at]);
      range.setEnd(node, starts[at + word.length - 1] + 1);
      ranges.push(range);
    }
    return ranges;
  });
};

search.addEventListener("input", applyFilters);
for (const name of ["section", "office"]) one(`#${name}`).addEventListener("change", applyFilters);
for (const button of toggles) {
  button.addEventListener("click", () => {
    press(button, !pressed(button));
    applyFilters();
  });
}
one("#clear").addEventListener("click", clearFilters);
one(".filters").addEventListener("submit", (event) => event.preventDefault());

// Paper shows what is folded in too.
addEventListener("beforeprint", () => {
  for (const folded of all(".findings")) folded.open = true;
});

// Pages

const boxes = one("#boxes");
boxes?.addEventListener("click", () => {
  press(boxes, !pressed(boxes));
  pages.classList.toggle("bare", !pressed(boxes));
});
let zoom = 1;
const setZoom = (factor) => {
  zoom = Math.min(4, Math.max(0.5, zoom * factor));
  pages.style.setProperty("--zoom", zoom);
};
one("#zoom-in")?.addEventListener("click", () => setZoom(1.25));
one("#zoom-out")?.addEventListener("click", () => setZoom(0.8));

// Keys

const stepRow = (by) => {
  const visible = cards.filter((card) => !card.classList.contains("filtered-out"));
  const current = one(".selected")?.closest(".card");
  const at = current ? visible.indexOf(current) : visible.findIndex((card) => inSight(card, dataset)) - (by > 0 ? 1 : 0);
  const next = visible[Math.min(Math.max(at + by, 0), visible.length - 1)];
  if (next) go(next.id);
};

const stepPage = (by) => {
  if (!pages) return;
  const top = pages.getBoundingClientRect().top;
  const sheets = all(".page");
  const at = sheets.findLastIndex((sheet) => sheet.getBoundingClientRect().top <= top + 40);
  const next = sheets[Math.min(Math.max(at + by, 0), sheets.length - 1)];
  pages.scrollBy({ top: next.getBoundingClientRect().top - top - 4 });
};

const escape = () => {
  search.value = "";
  applyFilters();
  unchoose();
  document.activeElement.blur();
  if (location.hash) history.pushState(null, "", location.pathname + location.search);
};

const KEYS = {
  j: () => stepRow(1),
  k: () => stepRow(-1),
  "[": () => stepPage(-1),
  "]": () => stepPage(1),
  "/": () => search.focus(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.key === "Escape") return escape();
  if (event.target.closest("input, select, textarea") || !KEYS[event.key]) return;
  event.preventDefault();
  KEYS[event.key]();
});

if (location.hash) choose(fromAddress());
