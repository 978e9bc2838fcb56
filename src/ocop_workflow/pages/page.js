"use strict";
(() => {
  const root = document.documentElement, title = document.querySelector("title");

  // The language of the document and its title follow the choice; what is shown follows it without a script.
  const spoken = () => {
    const chosen = document.querySelector("input.choice:checked");
    root.lang = chosen.value;
    document.title = title.dataset[chosen.value];
  };
  document.querySelectorAll("input.choice").forEach((each) => each.addEventListener("change", spoken));
  window.addEventListener("pageshow", spoken);
  spoken();

  // What is folded is printed too.
  let folded = [];
  window.addEventListener("beforeprint", () => {
    folded = [...document.querySelectorAll("details:not([open])")];
    folded.forEach((each) => { each.open = true; });
  });
  window.addEventListener("afterprint", () => folded.forEach((each) => { each.open = false; }));
})();
