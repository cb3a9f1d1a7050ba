// The Connect flow works without this. With it, waiting pages move by themselves, forms are sent once, and passwords can be shown.

const $ = (selector, within = document) => within.querySelector(selector);

// Who moves through the flow by keyboard or by ear starts at what is wrong, else at the heading.
const wrong = $("main [aria-invalid=true]:not(fieldset), main [role=alert][tabindex]");
if (wrong) wrong.focus();
else if (document.referrer.startsWith(location.origin) && !$("[autofocus]")) $("h1").focus({ preventScroll: true });

// Forms are sent once.
const SENT_FOR_MS = 10000;
const release = (form, submitter) => {
  delete form.dataset.sent;
  submitter?.classList.remove("busy");
};
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.sent) return event.preventDefault();
  for (const input of form.querySelectorAll("[data-shown]")) input.type = "password";
  form.dataset.sent = "true";
  event.submitter?.classList.add("busy");
  const undo = () => release(form, event.submitter);
  setTimeout(undo, SENT_FOR_MS);
  addEventListener("pageshow", undo, { once: true });
});

// A browser may refuse to keep anything.
const storage = (() => {
  try {
    return sessionStorage;
  } catch {
    return null;
  }
})();

// Another language loses nothing that was typed but secrets: it is kept in this tab until the page is there again.
const typed = () => document.querySelectorAll("main form input:not([type=hidden], [type=password], [data-shown])");
const kept = storage?.getItem(location.pathname);
if (kept) {
  storage.removeItem(location.pathname);
  const values = JSON.parse(kept);
  typed().forEach((input, place) => {
    const [name, value, checked] = values[place] ?? [];
    if (input.name !== name) return;
    if (input.type === "checkbox") input.checked = checked;
    else input.value = value;
  });
}
$(".languages")?.addEventListener("submit", () => {
  const values = [...typed()].map(({ name, value, checked }) => [name, value, checked]);
  if (values.length) storage?.setItem(location.pathname, JSON.stringify(values));
});

// Whoever thinks again about leaving goes back, where the browser has kept what was typed.
const stay = $("[data-stay]");
stay?.addEventListener("click", (event) => {
  if (document.referrer !== stay.href) return;
  event.preventDefault();
  history.back();
});

// Passwords can be shown.
for (const button of document.querySelectorAll(".reveal")) {
  const input = $("input", button.parentElement);
  const label = $("span", button);
  const texts = [label.textContent, button.dataset.hide];
  button.hidden = false;
  button.addEventListener("click", () => {
    const shown = input.toggleAttribute("data-shown");
    input.type = shown ? "text" : "password";
    label.textContent = texts[Number(shown)];
  });
}

// Who stays long on a page is asked before the session's time is over. Waiting pages hear of it by themselves.
const expiry = $(".expiry");
if (expiry && !$("[data-events]")) {
  const LONGEST_NOTICE = 120;
  const timers = [];
  const plan = (seconds) => {
    for (const timer of timers.splice(0)) clearTimeout(timer);
    expiry.hidden = true;
    const warn = () => {
      expiry.hidden = false;
      $("button", expiry)?.focus();
    };
    timers.push(setTimeout(warn, (seconds - Math.min(LONGEST_NOTICE, seconds / 4)) * 1000));
    timers.push(setTimeout(() => location.replace(expiry.dataset.session), (seconds + 1) * 1000));
  };
  const stay = async () => {
    const answer = await fetch(expiry.dataset.session, { cache: "no-store" }).catch(() => null);
    if (!answer?.ok) return;
    const fresh = $(".expiry", new DOMParser().parseFromString(await answer.text(), "text/html"));
    if (!fresh) return location.replace(expiry.dataset.session);
    plan(Number(fresh.dataset.seconds));
    $("main input:not([type=hidden]), h1").focus();
  };
  $("button", expiry)?.addEventListener("click", stay);
  plan(Number(expiry.dataset.seconds));
}

// How long a code is good is told anew each minute; nothing else on the page is touched.
const minute = () => {
  const next = Number($("#validity")?.dataset.next);
  if (next) setTimeout(async () => {
    const text = await fetch(location.href, { cache: "no-store" }).then((answer) => answer.text()).catch(() => "");
    const fresh = $("#validity", new DOMParser().parseFromString(text, "text/html"));
    if (fresh) $("#validity")?.replaceWith(document.importNode(fresh, true));
    minute();
  }, next * 1000);
};
minute();

// No more accounts are ticked than may be.
const choice = $("form[data-max]");
if (choice) {
  const boxes = [...choice.querySelectorAll("[type=checkbox]")];
  const hint = $("[data-text]", choice);
  const max = Number(choice.dataset.max);
  const count = () => {
    const ticked = boxes.filter((box) => box.checked).length;
    for (const box of boxes) box.disabled = ticked >= max && !box.checked;
    hint.textContent = fill(hint.dataset.text, { count: ticked, max });
  };
  if (max < boxes.length) {
    hint.hidden = false;
    choice.addEventListener("change", count);
    count();
  }
}

function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

// Waiting pages move by themselves: by events, and where these do not come through, by asking.
const live = $("[data-events]");
if (live) {
  const ANSWER_WITHIN_MS = 5000;
  const { events, pages, page } = live.dataset;
  let source = null;
  let timer = 0;

  const progress = (done, total) => {
    const bar = $(".steps progress");
    const text = $(".progress-text");
    if (!bar || !text) return check();
    bar.max = total;
    bar.value = done;
    text.textContent = fill(text.dataset.text, { done, total });
    document.querySelectorAll(".reading li").forEach((account, place) => {
      account.className = place < done ? "done" : place === done ? "current" : "";
    });
  };

  // The answer to asking for this page again, with its text; null where none comes in time.
  const ask = async () => {
    const signal = AbortSignal.timeout?.(ANSWER_WITHIN_MS);
    try {
      const answer = await fetch(location.href, { redirect: "manual", cache: "no-store", signal });
      return [answer, answer.ok ? await answer.text() : ""];
    } catch {
      return null;
    }
  };

  // Asks for this page again: it leads on, or it has changed, or nothing happened.
  const check = async () => {
    const answered = await ask();
    // Where nothing comes through, the stream may have broken off without a word.
    if (!answered) return silence();
    const [answer, html] = answered;
    // It leads on, or it is not to be seen here any more, and what is shown instead says why.
    if (answer.type === "opaqueredirect" || answer.status === 403 || answer.status === 404) return location.reload();
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(html, "text/html");
    const [now, next] = [$("main"), $("main", fresh)];
    if (!next || now.innerHTML === next.innerHTML) return;
    const moved = now.dataset.state !== next.dataset.state;
    document.title = fresh.title;
    now.replaceWith(document.importNode(next, true));
    if (moved) $("h1").focus({ preventScroll: true });
  };

  const listen = () => {
    if (source || document.hidden) return;
    source = new EventSource(events);
    source.addEventListener("state", ({ data }) => {
      const next = JSON.parse(data).page;
      if (next === page) check();
      else location.replace(pages + next + (next === "at_bank" ? "?go=1" : ""));
    });
    source.addEventListener("progress", ({ data }) => {
      const { done, total } = JSON.parse(data);
      progress(done, total);
    });
  };

  const silence = () => {
    source?.close();
    source = null;
  };

  const leave = () => {
    silence();
    clearTimeout(timer);
  };

  const watch = () => {
    clearTimeout(timer);
    const isHeard = source?.readyState === EventSource.OPEN;
    timer = setTimeout(async () => {
      if (source?.readyState === EventSource.CLOSED) source = null;
      await check();
      listen();
      watch();
    }, isHeard ? 10000 : 2000);
  };

  document.addEventListener("visibilitychange", () => {
    if (document.hidden) return leave();
    check();
    listen();
    watch();
  });
  addEventListener("pagehide", leave);
  addEventListener("pageshow", (event) => {
    if (event.persisted) check();
    listen();
    watch();
  });
}
