"use strict";
// Filters the list: by what stands in the field (in any language), and by status.
(() => {
  const field = document.getElementById("words");
  const status = document.getElementById("status");
  const told = document.getElementById("shown");
  const form = document.getElementById("filter");
  const items = [...document.querySelectorAll("#concepts > li")];
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const texts = items.map((item) => fold(item.querySelector("summary").textContent));
  const apply = () => {
    const words = fold(field.value).split(/\s+/).filter(Boolean);
    let count = 0;
    items.forEach((item, k) => {
      const fits = words.every((word) => texts[k].includes(word));
      item.hidden = !(fits && (!status.value || item.dataset.status === status.value));
      count += item.hidden ? 0 : 1;
    });
    told.textContent = `${count} of ${items.length} shown`;
  };
  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  field.addEventListener("input", apply);
  status.addEventListener("change", apply);
  apply();
})();
