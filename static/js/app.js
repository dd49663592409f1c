/* The only script of our own: menu, guarded forms, single submission, rows that act as links. */
(function () {
  "use strict";
  document.documentElement.classList.add("js");

  var dirty = new Set();

  function postForm(node) {
    var form = node.form || node;
    return form && form.method === "post" && form.closest("main") && !form.hasAttribute("data-unguarded") ? form : null;
  }

  function setSubmitting(form, submitting) {
    form.toggleAttribute("data-submitting", submitting);
    var buttons = Array.from(form.elements).filter(function (control) { return control.type === "submit"; });
    buttons.forEach(function (button) {
      if (submitting && !button.disabled) {
        button.disabled = true;
        button.setAttribute("data-held", "");
      } else if (!submitting && button.hasAttribute("data-held")) {
        button.disabled = false;
        button.removeAttribute("data-held");
      }
    });
  }

  function markDirty(event) {
    var form = postForm(event.target);
    if (form && event.isTrusted) { dirty.add(form); }
  }

  var ALIVE_EVERY = 60000;
  var alive = Date.now();

  /* Typing is use: the session does not run out under a text that grows. Where it has ended, that is said before more is typed. */
  function stayAlive(event) {
    var form = postForm(event.target);
    var address = document.body.dataset.alive;
    if (!form || !address || Date.now() - alive < ALIVE_EVERY) { return; }
    alive = Date.now();
    fetch(address, {headers: {"X-Requested-With": "XMLHttpRequest"}, cache: "no-store"}).then(function (answer) {
      var told = document.getElementById("session-ended");
      if (answer.status === 401 && told) {
        (form.querySelector(".form-end") || form.lastElementChild).before(told.content.cloneNode(true));
        told.remove();
      }
    }, function () { /* no network: the next minute asks again */ });
  }

  function somethingUnsaved() {
    var changed = Array.from(dirty).some(function (form) { return form.isConnected; });
    return changed || document.querySelector("[data-typed-text-kept]") !== null;
  }

  function release(form) {
    dirty.delete(form);
    document.querySelectorAll("[data-typed-text-kept]").forEach(function (mark) {
      mark.removeAttribute("data-typed-text-kept");
    });
  }

  document.addEventListener("input", markDirty);
  document.addEventListener("change", markDirty);
  document.addEventListener("input", stayAlive);

  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (form.method !== "post" || form.hasAttribute("data-download")) { return; }
    if (form.hasAttribute("data-submitting")) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    form.setAttribute("data-submitting", "");
    release(form);
    /* After the browser has read the pressed button's name and value: a disabled button is not sent. */
    setTimeout(function () { setSubmitting(form, true); }, 0);
  }, true);

  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-submitting]").forEach(function (form) { setSubmitting(form, false); });
  });

  /* A form that came back: the first wrong field is below the fold of a long form, and on a phone of almost every form. */
  document.addEventListener("DOMContentLoaded", function () {
    var wrong = document.querySelector("main .field-wrong");
    var control = wrong && wrong.querySelector("input:not([type=hidden]), select, textarea");
    if (!control || document.querySelector("main [role=alert]")) { return; }
    control.focus({preventScroll: true});
    wrong.scrollIntoView({block: "center"});
  });

  window.addEventListener("beforeunload", function (event) {
    if (somethingUnsaved()) { event.preventDefault(); }
  });

  function toggleMenu(open) {
    var button = document.querySelector("[data-menu-toggle]");
    if (!button) { return; }
    document.body.classList.toggle("menu-open", open);
    button.setAttribute("aria-expanded", String(document.body.classList.contains("menu-open")));
  }

  function closePopups(except) {
    document.querySelectorAll("details[data-popup][open]").forEach(function (popup) {
      if (!popup.contains(except)) { popup.open = false; }
    });
  }

  function followRow(event) {
    var row = event.target.closest("tr[data-href]");
    if (!row || event.target.closest("a, button, input, select, label, summary")) { return; }
    if (event.button !== 0 || String(window.getSelection())) { return; }
    if (event.ctrlKey || event.metaKey) {
      window.open(row.dataset.href, "_blank", "noopener");
    } else {
      window.location.assign(row.dataset.href);
    }
  }

  document.addEventListener("click", function (event) {
    closePopups(event.target);
    if (event.target.closest("[data-menu-toggle]")) {
      toggleMenu();
    } else if (event.target.closest("[data-print]")) {
      window.print();
    } else {
      followRow(event);
    }
  });

  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape") {
      closePopups(null);
      toggleMenu(false);
    }
  });
}());
