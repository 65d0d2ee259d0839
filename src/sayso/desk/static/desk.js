// The desk works without this file; with it, evidence opens beside the page instead of on a new one.
(() => {
  "use strict";
  let opener = null;
  const panel = () => document.getElementById("panel");

  const mark = (id) => {
    for (const old of document.querySelectorAll(".m.chosen")) old.classList.remove("chosen");
    if (!id) return;
    const found = document.querySelectorAll(`[data-r~="${CSS.escape(id)}"]`);
    for (const one of found) one.classList.add("chosen");
    if (found.length) {
      const box = found[0].getBoundingClientRect();
      const low = matchMedia("(max-width: 60rem)").matches ? innerHeight * 0.4 : innerHeight;
      if (box.top < 0 || box.bottom > low) found[0].scrollIntoView({ block: box.top < 0 ? "center" : "start" });
    }
  };

  const close = () => {
    const box = panel();
    if (!box || !box.classList.contains("is-open")) return;
    box.classList.remove("is-open");
    box.replaceChildren();
    mark("");
    if (location.search.includes("record=") || location.search.includes("why=")) {
      history.replaceState(null, "", location.pathname);
    }
    if (opener && opener.isConnected) opener.focus({ preventScroll: true });
  };

  document.addEventListener("click", (event) => {
    if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const link = event.target.closest("a[href]");
    const box = panel();
    if (!link || !box || !window.htmx) return;
    if (link.classList.contains("panel-close")) {
      event.preventDefault();
      close();
      return;
    }
    const to = new URL(link.href, location.href);
    const asks = to.searchParams.has("record") || to.searchParams.has("why");
    if (to.origin !== location.origin || to.pathname !== location.pathname || !asks) return;
    event.preventDefault();
    if (!box.contains(link)) opener = link;
    htmx.ajax("GET", to.pathname + to.search, { target: box, swap: "innerHTML" });
  });

  document.addEventListener("htmx:afterSwap", (event) => {
    const box = panel();
    if (!box || event.detail.target !== box) return;
    box.classList.add("is-open");
    box.scrollTop = 0;
    box.focus({ preventScroll: true });
    const record = box.querySelector("[data-record]");
    mark(record ? record.dataset.record : "");
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
  });

  // Empty fields of a filter stay out of the address.
  document.addEventListener("htmx:configRequest", (event) => {
    const given = event.detail.parameters;
    for (const name of Object.keys(given)) if (given[name] === "") delete given[name];
  });

  // On a narrow screen the filter begins closed.
  if (matchMedia("(max-width: 60rem)").matches) {
    for (const one of document.querySelectorAll("details.filter")) one.open = false;
  }
})();
