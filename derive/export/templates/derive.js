// Copying, search, times and opening what a link leads to. Without it every page can still be read.
"use strict";

function copied(text) {
  if (navigator.clipboard && window.isSecureContext) {
    return navigator.clipboard.writeText(text).catch(() => copiedByHand(text));
  }
  return Promise.resolve(copiedByHand(text));
}

function copiedByHand(text) {
  const area = document.createElement("textarea");
  area.value = text;
  document.body.append(area);
  area.select();
  document.execCommand("copy");
  area.remove();
}

function texOf(element) {
  return [...element.querySelectorAll("annotation")].map((a) => a.textContent).join(" ");
}

function texOfChain(section) {
  const lines = [...section.querySelectorAll(".step:not(.only-brief) .line")].map((line) => {
    const more = line.classList.contains("more") ? "\\quad " : "";
    return `${texOf(line.querySelector(".left"))} &${more}${texOf(line.querySelector(".rest"))}`;
  });
  return ["\\begin{aligned}", lines.join(" \\\\\n"), "\\end{aligned}"].join("\n");
}

function listenToCopyButtons() {
  for (const button of document.querySelectorAll("button.copy")) {
    button.addEventListener("click", async () => {
      await copied(button.dataset.tex || texOfChain(button.closest(".chain")));
      const word = button.textContent;
      button.textContent = document.body.dataset.done;
      setTimeout(() => { button.textContent = word; }, 1200);
    });
  }
}

function openTarget() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const closed = target && target.closest("details.script");
  if (closed) {
    closed.open = true;
    target.scrollIntoView({ block: "center" });
  }
}

// What is too wide for the page is scrolled by keyboard, too.
function reachWideLines() {
  for (const p of document.querySelectorAll(".prose p, .sentence, .result p, .mistake p")) {
    if (p.scrollWidth > p.clientWidth) { p.tabIndex = 0; } else { p.removeAttribute("tabindex"); }
  }
  for (const lines of document.querySelectorAll(".lines")) {
    const wide = lines.scrollWidth > lines.clientWidth || lines.scrollHeight > lines.clientHeight;
    const number = lines.closest(".step").querySelector(".number").textContent.slice(1, -1);
    const own = { tabindex: "0", role: "group", "aria-label": document.body.dataset.line.replace("#", number) };
    for (const [name, value] of Object.entries(own)) {
      if (wide) { lines.setAttribute(name, value); } else { lines.removeAttribute(name); }
    }
  }
}

// Texts show Greek letters; who searches may type their names.
const GREEK = Object.fromEntries(("alpha α, beta β, gamma γ Γ, delta δ Δ, epsilon ϵ ε, zeta ζ, eta η, theta θ Θ, iota ι, "
  + "kappa κ, lambda λ Λ, mu μ, nu ν, xi ξ Ξ, pi π Π, rho ρ, sigma σ Σ, tau τ, upsilon υ, phi ϕ φ Φ, chi χ, psi ψ Ψ, omega ω Ω")
  .split(", ").map((row) => row.split(" ")).map(([name, ...letters]) => [name, letters]));

// Where a word or its letter begins in a text, and how long it is there; null if it is not.
function place(text, word) {
  const ways = [word, ...(GREEK[word] || [])].map((w) => [text.indexOf(w), w.length]).filter(([k]) => k >= 0);
  const lower = text.toLowerCase().indexOf(word);
  if (lower >= 0) { ways.push([lower, word.length]); }
  return ways.sort((a, b) => a[0] - b[0])[0] || null;
}

function snippet(entry, words) {
  const text = entry.text;
  const first = place(text, words[0]);
  const at = Math.max(0, (first ? first[0] : 0) - 40);
  const p = document.createElement("p");
  let rest = (at ? "…" : "") + text.slice(at, at + 180);
  while (rest) {
    const places = words.map((w) => place(rest, w)).filter(Boolean).sort((a, b) => a[0] - b[0]);
    if (!places.length) { p.append(rest); break; }
    const [k, length] = places[0];
    const mark = document.createElement("mark");
    mark.textContent = rest.slice(k, k + length);
    p.append(rest.slice(0, k), mark);
    rest = rest.slice(k + length);
  }
  return p;
}

function found(query) {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (!words.length) { return [[], words]; }
  const score = (e) => words.reduce((sum, w) => sum + (place(e.title, w) ? 10 : 0) + 1, 0);
  const hits = window.deriveIndex.filter((e) => words.every((w) => place(`${e.title} ${e.text}`, w)));
  return [hits.sort((a, b) => score(b) - score(a)).slice(0, 30), words];
}

function listenToSearch() {
  const input = document.getElementById("search");
  if (!input) { return; }
  const list = document.getElementById("found");
  const show = () => {
    const [hits, words] = found(input.value);
    list.replaceChildren(...hits.map((e) => {
      const item = document.createElement("li");
      const link = document.createElement("a");
      link.href = e.href;
      link.textContent = e.title;
      item.append(link, snippet(e, words));
      return item;
    }));
    if (words.length && !hits.length) {
      const item = document.createElement("li");
      item.className = "none";
      item.textContent = input.dataset.none;
      list.append(item);
    }
  };
  input.addEventListener("input", show);
  if (input.value) { show(); }
}

function listenToDetail() {
  const button = document.getElementById("brief");
  if (!button) { return; }
  button.addEventListener("click", () => {
    const brief = document.body.classList.toggle("brief");
    button.setAttribute("aria-pressed", String(brief));
  });
}

function showTimes() {
  const times = (window.deriveTimes || {})[document.body.dataset.page] || {};
  for (const step of document.querySelectorAll("[data-step]")) {
    if (step.dataset.step in times) {
      const row = document.createElement("div");
      row.className = "time";
      row.append(document.createElement("dt"), document.createElement("dd"));
      row.firstChild.textContent = document.body.dataset.time;
      row.lastChild.textContent = `${times[step.dataset.step]} ms`;
      step.querySelector(".why dl").append(row);
    }
  }
}

document.addEventListener("DOMContentLoaded", () => {
  showTimes();
  listenToDetail();
  listenToCopyButtons();
  listenToSearch();
  openTarget();
  reachWideLines();
});
window.addEventListener("hashchange", openTarget);
window.addEventListener("resize", reachWideLines);
