/** Which line of a text an offset stands in, for texts in which many places are looked up. */

/** Counts the line breaks before an offset: the text is searched once, each answer takes logarithmic time. */
export function lineBreaksBefore(text: string): (offset: number) => number {
  const breaks: number[] = [];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) breaks.push(at);
  return (offset) => {
    let low = 0;
    let high = breaks.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (breaks[middle]! < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  };
}
