"use strict";
// What all pages share: the language of the interface, and the few helpers that both parts use.

const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const one = (selector, root = document) => root.querySelector(selector);

// A page opened from a file may be refused a memory; then it opens in Japanese.
const remembered = (key) => { try { return localStorage.getItem(key); } catch { return null; } };
const remember = (key, value) => { try { localStorage.setItem(key, value); } catch { /* not kept */ } };

const setLanguage = (language) => {
  document.documentElement.classList.toggle("en", language === "en");
  for (const element of all("[data-label-ja]")) {
    const label = language === "en" ? element.dataset.labelEn : element.dataset.labelJa;
    for (const name of ["aria-label", "placeholder", "title"]) {
      if (element.hasAttribute(name)) element.setAttribute(name, label);
    }
  }
  for (const option of all("option[data-ja]")) option.textContent = language === "en" ? option.dataset.en : option.dataset.ja;
};

one("#language")?.addEventListener("click", () => {
  const language = document.documentElement.classList.contains("en") ? "ja" : "en";
  setLanguage(language);
  remember("plan-extract-language", language);
});
if (remembered("plan-extract-language") === "en") setLanguage("en");
