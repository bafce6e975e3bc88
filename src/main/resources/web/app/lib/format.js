// Numbers, times and names for people. What is rounded here is shown exactly beside it (see components/figures.js).

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB'];
const WHOLE = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const COMPACT = new Intl.NumberFormat('en', { notation: 'compact', maximumSignificantDigits: 3 });
const DAY = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeZone: 'UTC' });
const MINUTE = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' });
const DAY_MILLIS = 86_400_000;

/** 1536 is '1.5 KiB': three digits, units of 1024. */
export function bytes(value) {
  let amount = Math.abs(value);
  let unit = 0;
  while (amount >= 1023.5 && unit < UNITS.length - 1) {
    amount /= 1024;
    unit++;
  }
  const digits = unit === 0 || amount >= 99.95 ? 0 : amount >= 9.995 ? 1 : 2;
  return `${value < 0 ? '−' : ''}${amount.toFixed(digits)} ${UNITS[unit]}`;
}

/** Exact, with separators. */
export function whole(value) {
  return WHOLE.format(value).replace('-', '−');
}

/** Exact up to 99,999, then three digits: '1.23M'. */
export function count(value) {
  return Math.abs(value) < 100_000 ? whole(value) : COMPACT.format(value).replace('-', '−');
}

/** With a sign, for changes. */
export function signed(value, format) {
  return value > 0 ? `+${format(value)}` : format(value);
}

export function percent(share) {
  if (share > 0 && share < 0.001) {
    return '<0.1 %';
  }
  return `${(share * 100).toFixed(share < 0.1 && share > 0 ? 1 : 0)} %`;
}

export function plural(value, one, many = `${one}s`) {
  return `${count(value)} ${value === 1 ? one : many}`;
}

export function day(instant) {
  return instant ? DAY.format(new Date(instant)) : '–';
}

export function minute(instant) {
  return instant ? `${MINUTE.format(new Date(instant))} UTC` : '–';
}

/** Whole days before the scan, as the service counts them: after the scan is 0, no time is the oldest. */
export function ageInDays(instant, scanTime) {
  if (!instant) {
    return Infinity;
  }
  return Math.max(0, Math.floor((new Date(scanTime) - new Date(instant)) / DAY_MILLIS));
}

/** '3 y', '5 mo', '12 d'. */
export function age(instant, scanTime) {
  const days = ageInDays(instant, scanTime);
  if (days === Infinity) {
    return '–';
  }
  if (days >= 365) {
    return `${(days / 365).toFixed(1)} y`;
  }
  return days >= 60 ? `${Math.floor(days / 30)} mo` : `${days} d`;
}

export function duration(seconds) {
  if (seconds < 10) {
    return `${seconds.toFixed(1)} s`;
  }
  const all = Math.round(seconds);
  if (all < 60) {
    return `${all} s`;
  }
  return all < 3600
    ? `${Math.floor(all / 60)} min ${all % 60} s`
    : `${Math.floor(all / 3600)} h ${Math.floor((all % 3600) / 60)} min`;
}

// Marks that are no control bytes but change how the text around them reads: C1, zero width, direction, line ends.
const UNSEEN = /[\u0080-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** A name as it may be shown; what is unseen is %XX, which the service reads as the same name. */
export function visible(name) {
  return name.replace(UNSEEN, (mark) => encodeURIComponent(mark));
}

/** { kind: 'single', id, name } and { id, name } alike. */
export function account(holder, unknown = 'uid') {
  return holder.name ? visible(holder.name) : `${unknown} ${holder.id}`;
}

/** What the service takes as owner= or group=. */
export function accountKey(holder) {
  return String(holder.id);
}
