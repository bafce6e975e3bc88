// Colours go by class (age-3, cat-2, heat-5), so that the style sheet decides on them, in light and in dark.

import { account, ageInDays } from './format.js';

/** Upper bounds of the age buckets in days, exclusive, as the service has them; the last bucket has none. */
export const AGE_BOUNDS = [30, 90, 180, 365, 730, 1095, 1460, 1825, 2190, 2555];

/** The bucket from which on data are "untouched for a year". */
export const YEAR_BUCKET = 4;

export const AGE_LABELS = ['< 30 d', '1–3 mo', '3–6 mo', '6–12 mo', '1–2 y', '2–3 y', '3–4 y', '4–5 y', '5–6 y', '6–7 y', '≥ 7 y'];

/** Conditions to choose from: [value of age=, text]. */
export const AGE_CHOICES = [
  ['', 'any age'],
  ['30d-', '30 days or more'],
  ['90d-', '90 days or more'],
  ['180d-', '180 days or more'],
  ['1y-', '1 year or more'],
  ['2y-', '2 years or more'],
  ['3y-', '3 years or more'],
  ['5y-', '5 years or more'],
  ['7y-', '7 years or more'],
  ['0d-30d', 'less than 30 days'],
  ['0d-1y', 'less than a year'],
];

export const SIZE_CHOICES = [
  ['', 'any size'],
  ['0B-1MiB', 'less than 1 MiB'],
  ['1MiB-', '1 MiB or more'],
  ['100MiB-', '100 MiB or more'],
  ['1GiB-', '1 GiB or more'],
  ['10GiB-', '10 GiB or more'],
  ['100GiB-', '100 GiB or more'],
];

/** The bucket of a time before a scan. */
export function ageBucket(instant, scanTime) {
  const days = ageInDays(instant, scanTime);
  const bucket = AGE_BOUNDS.findIndex((bound) => days < bound);
  return bucket < 0 ? AGE_BOUNDS.length : bucket;
}

const sum = (amounts) => amounts.reduce((total, amount) => total + amount, 0);

/** The bucket that half of the amounts of all buckets have reached or passed; undefined where they are all 0. */
export function medianAge(ages) {
  const half = sum(ages) / 2;
  if (half === 0) {
    return undefined;
  }
  let older = 0;
  let bucket = ages.length;
  while (older < half) {
    older += ages[--bucket];
  }
  return bucket;
}

/** The part that nobody has touched for a year, 0 to 1. */
export const shareOfOld = (ages) => sum(ages.slice(YEAR_BUCKET)) / (sum(ages) || 1);

/** Who has the most of a node of a tree: { id, name, files, allocatedBytes }; who is 'owner' or 'group'. */
export const topOf = (node, who) => (who === 'owner' ? node.topOwner : node.topGroup);

const CATEGORIES = 8;

/**
 * Gives the accounts with the most a colour each: a function from an account to a class, with the legend as its entries
 * property. From [{ account, amount }], where there may be no account.
 */
export function accountScale(holdings, unknown) {
  const amounts = new Map();
  for (const { account: holder, amount } of holdings) {
    if (holder) {
      const known = amounts.get(holder.id) ?? { holder, amount: 0 };
      known.amount += amount;
      amounts.set(holder.id, known);
    }
  }
  const largest = [...amounts.values()].sort((a, b) => b.amount - a.amount).slice(0, CATEGORIES);
  const classes = new Map(largest.map(({ holder }, index) => [holder.id, `cat-${index}`]));
  const scale = (holder) => (holder ? (classes.get(holder.id) ?? 'cat-other') : 'cat-none');
  scale.entries = largest.map(({ holder }, index) => ({ mark: `cat-${index}`, label: account(holder, unknown) }));
  if (amounts.size > largest.length) {
    scale.entries.push({ mark: 'cat-other', label: 'others' });
  }
  return scale;
}

const HEATS = 9;

/** heat-0 to heat-9 for a part of the greatest; by its root, so that small ones still differ. */
export function heat(value, greatest) {
  return value <= 0 || greatest <= 0 ? 'heat-0' : `heat-${Math.max(1, Math.ceil(Math.sqrt(value / greatest) * HEATS))}`;
}
