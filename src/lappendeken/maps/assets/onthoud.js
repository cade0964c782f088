// What a function gave before, kept for as long as what it was about is there.

const KEPT = 200;

/** Remember what a function of one object gave. */
export function rememberedOf(work) {
  const known = new WeakMap();
  return (one) => {
    if (!known.has(one)) known.set(one, work(one));
    return known.get(one);
  };
}

/** Remember what a function of `data` and places gave, for as long as those indelingen are. */
export function remembered(work) {
  const numbers = new WeakMap();
  const numberOf = (one) => {
    if (!numbers.has(one)) numbers.set(one, ++count);
    return numbers.get(one);
  };
  let count = 0;
  const known = new Map();
  return (data, ...places) => {
    const key = places.map((k) => `${k}:${numberOf(data.indelingen[k])}`).join();
    if (!known.has(key)) {
      // A long plan leaves many indelingen behind.
      if (known.size > KEPT) known.clear();
      known.set(key, work(data, ...places));
    }
    return known.get(key);
  };
}
