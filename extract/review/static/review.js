// The review page: keys and buttons to answers, the picture with its lit cell. No library, no build; the server escapes all text.
"use strict";

const $ = (id) => document.getElementById(id);
const EDITS = new Set(["F2", "Backspace", "Delete", "ArrowLeft", "ArrowRight", "Home", "End"]);
const MARGIN = 0.025; // of the page, around the cell in the crop
const LARGEST = 1.6; // screen pixels for one of the picture
const KEPT = 6; // pictures in memory
const pictures = new Map();
let busy = false;
let zoom = null; // width of the sheet in pixels that a person chose; null: so that the cell fills the view
let whole = false;

// ---- talking with the server

const filters = () => new URLSearchParams(location.search);

async function ask(path, given) {
  if (busy) return;
  busy = true;
  document.body.classList.add("busy");
  try {
    const options = given === undefined ? {} : { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(given) };
    const answer = await fetch(`${path}?${filters()}`, options);
    const text = await answer.text();
    const told = answer.headers.get("Content-Type") === "application/json" ? JSON.parse(text) : { said: text };
    if (told.html === undefined) tell(told.said, true);
    else show(told);
  } catch {
    tell(document.body.dataset.connection, true);
  } finally {
    busy = false;
    document.body.classList.remove("busy");
  }
}

function show(told) {
  $("main").innerHTML = told.html; // escaped by the server's templates
  $("bar").max = told.count || 1;
  $("bar").value = told.done;
  $("progress").textContent = told.told;
  tell(told.said, false);
  begin();
}

function tell(text, wrong) {
  $("said").textContent = "";
  $("said").classList.toggle("wrong", wrong);
  if (text) requestAnimationFrame(() => { $("said").textContent = text; });
}

// ---- answering

const question = () => ($("question")?.dataset.id ? $("question") : null);

function answer(verdict, extra = {}) {
  const asked = question();
  if (!asked) return;
  if (verdict === "right" && asked.dataset.kind === "unread") { edit("End"); return; } // what is missing has to be typed
  const text = extra.text ?? $("value")?.value ?? asked.dataset.value;
  if (!document.querySelector(`[data-do="${verdict}"]`)) return; // no answer to this question
  const demanded = verdict === "right" && $("value") && !text.trim();
  if (demanded) {
    tell(asked.dataset.fill, true);
    edit("End");
    return;
  }
  ask("/answer", { id: asked.dataset.id, verdict, text, series: Boolean(extra.series) });
}

function saveCells() {
  const fields = [...document.querySelectorAll(".cell")].filter((field) => field.value !== field.dataset.was);
  const cells = Object.fromEntries(fields.map((field) => [field.dataset.field, field.value]));
  if (fields.length) ask("/answer", { id: question().dataset.id, verdict: "corrected", cells });
}

const DOES = {
  cells: saveCells,
  right: () => answer("right"),
  empty: () => answer("empty"),
  illegible: () => answer("illegible"),
  later: () => answer("later"),
  series: () => { if (Number(question()?.dataset.series) > 1) answer("right", { series: true }); },
};

function saveLine(field) {
  const { page, line } = field.dataset;
  ask("/words", { id: question().dataset.id, text: field.value, line: Number(line), page: page ? Number(page) : null });
}

function edit(key) {
  const field = $("value") ?? document.querySelector(".cell");
  if (!field) return;
  field.focus();
  if (field.matches("select")) return;
  if (key.length === 1) field.select(); // what is typed replaces the value
  else field.setSelectionRange(...(key === "Home" ? [0, 0] : [field.value.length, field.value.length]));
}

function openWords() {
  if (!$("words")) return;
  $("words").open = true;
  $("words").querySelector("input").focus();
}

// ---- keys

const KEYS = {
  Enter: DOES.right, e: DOES.empty, x: DOES.illegible, s: DOES.series, w: openWords,
  u: () => ask("/undo", {}), z: () => toggleWhole(), "?": () => $("help").showModal(),
};

function inField(event) {
  const field = event.target;
  if (event.key === "Escape") {
    if (field.id === "value" || field.classList.contains("cell")) $("ask").focus();
    else if (field.classList.contains("line")) { field.value = field.defaultValue; $("words").open = false; $("ask").focus(); }
  } else if (event.key === "Enter" && !event.shiftKey) {
    if (field.id === "value") answer("right", { series: event.ctrlKey && Number(question().dataset.series) > 1 });
    else if (field.classList.contains("line")) saveLine(field);
    else if (field.matches("input.cell")) saveCells();
    else return;
    event.preventDefault();
  }
}

function inQuestion(event) {
  const { key, target } = event;
  const resting = target === document.body || target.id === "ask" || target.id === "question";
  if (key === "Tab") {
    if (resting && !event.shiftKey) { event.preventDefault(); DOES.later(); }
    return;
  }
  if (key === "Enter" && !resting && target.id !== "desk" && target.id !== "text") return; // a button does its own
  if (key === "Escape" && $("value")) { $("value").value = question().dataset.value; named(); return; }
  const candidate = /^[1-9]$/.test(key) && document.querySelector(`[data-key="${key}"]`);
  const act = candidate ? () => answer("right", { text: candidate.dataset.text }) : KEYS[key.length === 1 ? key.toLowerCase() : key];
  if (act) { event.preventDefault(); act(); return; }
  if (target.id === "desk" || target.id === "text") return; // arrow keys move the page
  if (EDITS.has(key) || key === " ") { event.preventDefault(); edit(key); } else if (key.length === 1) edit(key);
}

document.addEventListener("keydown", (event) => {
  if ($("help").open || event.isComposing || event.altKey || event.metaKey) return;
  if (busy || event.repeat && event.key === "Enter") { event.preventDefault(); return; }
  if (event.target.matches("input:not([type=checkbox]), textarea, select")) { inField(event); return; }
  if (event.ctrlKey || !$("single").checked) return;
  inQuestion(event);
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button || busy) return;
  if (button.dataset.do) DOES[button.dataset.do]();
  else if (button.dataset.text !== undefined) answer("right", { text: button.dataset.text });
  else if (button.id === "undo") ask("/undo", {});
  else if (button.id === "help-button") $("help").showModal();
  else if (button.id === "whole") toggleWhole();
  else if (button.id === "larger") resize(1.25);
  else if (button.id === "smaller") resize(0.8);
  else if (button.id === "clear") { $("filter").querySelectorAll("select, [name=document]").forEach((field) => { field.value = ""; }); filter(); }
});

function named() {
  const right = $("right");
  if (right && $("value")) right.textContent = $("value").value === question().dataset.value ? right.dataset.right : right.dataset.save;
}

function filter() {
  const chosen = new URLSearchParams(new FormData($("filter")));
  [...chosen].forEach(([name, value]) => { if (!value) chosen.delete(name); });
  history.replaceState(null, "", `?${chosen}`);
  ask("/question");
}

document.addEventListener("input", (event) => { if (event.target.id === "value") named(); });
$("filter").addEventListener("change", filter);
$("filter").addEventListener("submit", (event) => { event.preventDefault(); filter(); });
$("language").addEventListener("click", (event) => {
  const there = filters();
  there.set("lang", $("language").lang);
  $("language").href = `?${there}`;
});
try { $("single").checked = localStorage.getItem("single") !== "off"; } catch { /* no storage here */ }
$("single").addEventListener("change", () => { try { localStorage.setItem("single", $("single").checked ? "on" : "off"); } catch { /* as above */ } });

// ---- the picture

function picture(src) {
  let image = pictures.get(src);
  if (!image) {
    image = new Image();
    image.alt = "";
    image.src = src;
    image.addEventListener("error", () => pictures.delete(src));
  }
  pictures.delete(src);
  pictures.set(src, image); // the last one is the newest
  while (pictures.size > KEPT) pictures.delete(pictures.keys().next().value);
  return image;
}

const boxes = () => ($("desk")?.dataset.boxes || "").split(";").filter(Boolean).map((box) => box.split(" ").map(Number));

function around(all) {
  const [x0, y0, x1, y1] = [0, 1, 2, 3].map((n) => all.map((box) => box[n]));
  return [Math.min(...x0), Math.min(...y0), Math.max(...x1), Math.max(...y1)];
}

function draw() {
  const desk = $("desk");
  if (!desk) return;
  const image = picture(desk.dataset.src);
  image.decode().then(() => {
    if ($("desk") !== desk) return; // the next question is there already
    const sheet = document.createElement("div");
    sheet.className = "sheet";
    sheet.append(image);
    for (const [x0, y0, x1, y1] of boxes()) {
      const lit = document.createElement("div");
      lit.className = "lit";
      Object.assign(lit.style, { left: `${100 * x0}%`, top: `${100 * y0}%`, width: `${100 * (x1 - x0)}%`, height: `${100 * (y1 - y0)}%` });
      sheet.append(lit);
    }
    desk.replaceChildren(sheet);
    place();
    crop(image);
    if (desk.dataset.ahead) picture(desk.dataset.ahead);
  }, () => { if ($("desk") === desk) { desk.hidden = true; $("missing").hidden = false; } });
}

function place() {
  const desk = $("desk"), sheet = desk?.firstElementChild;
  if (!sheet) return;
  const image = sheet.querySelector("img"), lit = boxes();
  const [x0, y0, x1, y1] = lit.length ? around(lit) : [0, 0, 1, 1];
  const fit = Math.min(desk.clientWidth, desk.clientHeight * image.naturalWidth / image.naturalHeight);
  const filled = 0.8 * desk.clientWidth / (x1 - x0);
  const readable = Math.min(filled, LARGEST * image.naturalWidth, Math.max(desk.clientWidth, 0.75 * image.naturalWidth * LARGEST));
  const width = whole ? fit : zoom ?? Math.max(readable, desk.clientWidth);
  sheet.style.width = `${width}px`;
  const height = width * image.naturalHeight / image.naturalWidth;
  if (!lit.length) { desk.scrollTo(0, "bottom" in desk.dataset ? height : 0); return; } // nothing was read: where it usually stands
  desk.scrollTo(width * (x0 + x1) / 2 - desk.clientWidth / 2, height * (y0 + y1) / 2 - desk.clientHeight / 2);
}

function toggleWhole() {
  if (!$("desk")) return;
  whole = !whole;
  $("whole").setAttribute("aria-pressed", whole);
  place();
}

function resize(by) {
  const sheet = $("desk")?.firstElementChild;
  if (!sheet) return;
  whole = false;
  zoom = sheet.clientWidth * by;
  place();
}

function crop(image) {
  const canvas = $("crop"), lit = boxes();
  if (!canvas || !lit.length) return;
  const [x0, y0, x1, y1] = lit[0], { naturalWidth: across, naturalHeight: down } = image;
  const left = Math.max(0, x0 - MARGIN) * across, top = Math.max(0, y0 - MARGIN / 5) * down;
  const width = Math.min(across, (x1 + MARGIN) * across) - left, height = Math.min(down, (y1 + MARGIN / 5) * down) - top;
  canvas.width = width;
  canvas.height = height;
  canvas.getContext("2d").drawImage(image, left, top, width, height, 0, 0, width, height);
  canvas.hidden = false;
}

// ---- a new question

function begin() {
  if ($("whole")) $("whole").setAttribute("aria-pressed", whole);
  draw();
  document.querySelector("#text .lit")?.scrollIntoView({ block: "center" });
  ($("ask") ?? $("question")).focus({ preventScroll: true });
  $("question").scrollTop = 0;
  scrollTo(0, 0); // where the page is narrow
}

addEventListener("resize", place);
begin();
