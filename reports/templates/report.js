"use strict";
// Redraws the charts live, moves through rounds, filters samples, copies the command.
(() => {
  const page = document.documentElement;
  const find = (id) => document.getElementById(id);
  const all = (selector) => [...document.querySelectorAll(selector)];
  const held = (id) => JSON.parse(find(id).textContent);
  page.classList.add("scripted");

  // Light or dark: the reader's system decides until the button does.
  const theme = find("theme");
  const systemDark = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (page.dataset.theme ? page.dataset.theme === "dark" : systemDark.matches);
  const nameTheme = () => {
    theme.textContent = isDark() ? "Light" : "Dark";
    theme.setAttribute("aria-label", isDark() ? "Change to light" : "Change to dark");
    theme.setAttribute("aria-pressed", String(isDark()));
  };
  theme.addEventListener("click", () => {
    page.dataset.theme = isDark() ? "light" : "dark";
    nameTheme();
  });
  systemDark.addEventListener("change", nameTheme);
  nameTheme();

  // A word under the pointer; only text is ever put there.
  const tip = document.createElement("div");
  tip.className = "tip";
  tip.hidden = true;
  tip.setAttribute("role", "tooltip");
  document.body.append(tip);
  const tell = (_, event, __, value) => {
    tip.hidden = value === null || value === undefined || value === "";
    if (tip.hidden) return;
    tip.textContent = String(value);
    const box = tip.getBoundingClientRect();
    const left = Math.min(event.clientX + 12, innerWidth - box.width - 4);
    const above = event.clientY - box.height - 10;
    tip.style.left = `${Math.max(4, left)}px`;
    tip.style.top = `${above < 4 ? event.clientY + 14 : above}px`;
  };

  // Charts come to life as they come near; until then the picture stands in for them.
  const slider = find("round");
  const views = new Map();
  const until = (box) => Math.min(Number(slider.value), Number(box.dataset.last));
  const unit = () => parseFloat(getComputedStyle(page).fontSize) / 16;  // large on large screens
  const width = (box) => Math.round(box.clientWidth / unit());
  const draw = async (box) => {
    if (views.has(box)) return;
    views.set(box, null);
    const room = width(box);
    const stage = document.createElement("div");
    stage.setAttribute("aria-hidden", "true");  // the box around has the name, the table the figures
    // Interpreted expressions: the page's policy forbids code made from text.
    const { view } = await vegaEmbed(stage, held(`spec-${box.dataset.chart}`), {
      ast: true, mode: "vega", renderer: "svg", actions: false, defaultStyle: false, tooltip: tell,
    });
    view.width(room);
    if ("last" in box.dataset) view.signal("round", until(box));
    await view.runAsync();
    box.replaceChildren(stage);
    box.classList.add("drawn");
    views.set(box, view);
  };
  const boxes = all(".chart");
  const near = new IntersectionObserver((seen) => {
    for (const one of seen) if (one.isIntersecting) { near.unobserve(one.target); draw(one.target); }
  }, { rootMargin: "600px" });
  boxes.forEach((box) => near.observe(box));
  const sizes = new ResizeObserver((changed) => {
    for (const { target } of changed) {
      const view = views.get(target);
      const room = width(target);
      if (view && room > 0 && Math.abs(view.width() - room) > 1) view.width(room).runAsync();
    }
  });
  boxes.forEach((box) => sizes.observe(box));

  // Rounds.
  if (slider) {
    const lines = held("round-lines");
    const says = find("round-says");
    const play = find("play");
    let timer = 0;
    const show = () => {
      const number = Number(slider.value);
      const name = number === 0 ? "base" : String(number);
      find("round-shown").textContent = name;
      slider.setAttribute("aria-valuetext", number === 0 ? "base model" : `round ${name}`);
      says.replaceChildren(...lines.filter((arm) => arm.length).map((arm) => {
        const line = document.createElement("li");
        line.textContent = arm[Math.min(number, arm.length - 1)];
        return line;
      }));
      for (const [box, view] of views) {
        if (view && "last" in box.dataset) view.signal("round", until(box)).runAsync();
      }
    };
    const stop = () => {
      clearInterval(timer);
      timer = 0;
      play.textContent = "Play";
      play.setAttribute("aria-pressed", "false");
    };
    play.addEventListener("click", () => {
      if (timer) return stop();
      if (slider.value === slider.max) slider.value = slider.min;
      play.textContent = "Stop";
      play.setAttribute("aria-pressed", "true");
      show();
      timer = setInterval(() => {
        slider.stepUp();
        show();
        if (slider.value === slider.max) stop();
      }, Math.max(120, Math.min(900, 8000 / (Number(slider.max) || 1))));
    });
    slider.addEventListener("input", () => { stop(); show(); });
    show();
  }

  // Samples.
  const filter = find("filter");
  if (filter) {
    const fields = [...filter.querySelectorAll("select")];
    const samples = all(".sample");
    const more = find("more");
    const step = 20;
    let limit = step;
    const narrow = () => {
      let fit = 0;
      for (const sample of samples) {
        const out = fields.some((f) => f.value && sample.dataset[f.dataset.field] !== f.value);
        sample.hidden = out || fit >= limit;
        fit += Number(!out);
      }
      more.hidden = fit <= limit;
      find("count").textContent = `${Math.min(fit, limit)} of ${fit} shown`;
    };
    filter.addEventListener("change", () => { limit = step; narrow(); });
    more.addEventListener("click", () => {
      const first = samples.filter((sample) => !sample.hidden).length;
      limit += 2 * step;
      narrow();
      samples.filter((sample) => !sample.hidden)[first]?.querySelector("summary").focus();
    });
    filter.addEventListener("submit", (event) => event.preventDefault());
    narrow();
  }

  // The command.
  const copy = find("copy");
  if (copy) copy.addEventListener("click", async () => {
    const command = find("command");
    try {
      await navigator.clipboard.writeText(command.textContent);
    } catch {
      const range = document.createRange();
      range.selectNodeContents(command);
      getSelection().removeAllRanges();
      getSelection().addRange(range);
      document.execCommand("copy");
    }
    copy.textContent = "Copied";
    setTimeout(() => { copy.textContent = "Copy the command"; }, 2000);
  });
})();
