
"use strict";
// Ties a passage to its boxes on the images: what is pointed at is lit on both sides, what is clicked stays
// marked. Without this script the links between them do the same by one click more.
(() => {
  const boxes = (passage) => [...document.querySelectorAll(`a.box[href="#${passage.id}"]`)];
  const passageOf = (element) => {
    const box = element.closest("a.box");
    return box ? document.getElementById(box.getAttribute("href").slice(1)) : element.closest(".entry");
  };
  const marked = {lit: [], chosen: []};
  const mark = (name, passage) => {
    marked[name].forEach((element) => element.classList.remove(name));
    marked[name] = passage ? [passage, ...boxes(passage)] : [];
    marked[name].forEach((element) => element.classList.add(name));
  };
  for (const event of ["mouseover", "focusin"]) {
    document.addEventListener(event, (happened) => mark("lit", passageOf(happened.target)));
  }
  document.addEventListener("click", (happened) => {
    const passage = passageOf(happened.target);
    if (!passage) return;
    mark("chosen", passage);
    // A click on a link goes where the link leads.
    if (happened.target.closest("a, summary")) return;
    const [first] = boxes(passage);
    if (first) first.scrollIntoView({block: "nearest"});
  });
})();
