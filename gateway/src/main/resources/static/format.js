const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const UNITS = [["day", 86_400], ["hour", 3_600], ["minute", 60], ["second", 1]];

const clock = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
const date = { day: "numeric", month: "short" };
const formats = {
  time: new Intl.DateTimeFormat("en", { ...clock, second: "2-digit" }),
  minutes: new Intl.DateTimeFormat("en", clock),
  day: new Intl.DateTimeFormat("en", date),
  dayAndTime: new Intl.DateTimeFormat("en", { ...date, ...clock }),
  full: new Intl.DateTimeFormat("en", { ...date, year: "numeric", ...clock, second: "2-digit" }),
  number: new Intl.NumberFormat("en"),
  compact: new Intl.NumberFormat("en", { notation: "compact" }),
};

/** 1234567 becomes 1,234,567. */
export const count = number => formats.number.format(number);

/** 1234567 becomes 1.2M. */
export const compact = number => formats.compact.format(number);

export const time = instant => formats.time.format(new Date(instant));
export const fullTime = instant => formats.full.format(new Date(instant));
export const day = instant => formats.day.format(new Date(instant));
export const minutes = instant => formats.minutes.format(new Date(instant));

/** An instant as exactly as a step of so many milliseconds needs it. */
export function moment(instant, step) {
  return (step < MINUTE ? formats.time : step < DAY ? formats.dayAndTime : formats.day).format(new Date(instant));
}

/** A red value or threshold: up to three digits that matter, never fewer than two decimals. */
export function value(number) {
  return number >= 100 ? number.toFixed(0) : number.toFixed(3).replace(/0$/, "");
}

/** Three decimals always, so that a column of them stands. */
export const redness = number => number.toFixed(number < 100 ? 3 : 1);

export function share(part, whole) {
  if (!whole) {
    return "–";
  }
  const percent = 100 * part / whole;
  return `${percent.toFixed(percent > 0 && percent < 1 ? 2 : 1)} %`;
}

/** An ISO 8601 duration in seconds: PT1H30M is 5400. */
export function seconds(text) {
  const [, days = 0, hours = 0, mins = 0, secs = 0] =
    /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?)?$/.exec(text) ?? [];
  return days * 86_400 + hours * 3_600 + mins * 60 + Number(secs);
}

/** An ISO 8601 duration in words: PT1H30M is "1 hour 30 minutes". */
export function duration(text) {
  let left = seconds(text);
  const words = [];
  for (const [unit, size] of UNITS) {
    const number = unit === "second" ? left : Math.floor(left / size);
    left -= number * size;
    if (number) {
      words.push(`${number} ${unit}${number === 1 ? "" : "s"}`);
    }
  }
  return words.join(" ") || "0 seconds";
}
