/** Whoever asks for the same while it is being done shares the next time: done once after all of them have asked, it is done for each. */

interface Turn {
  /** Being done now. Never rejects. */
  readonly now: Promise<void>;
  /** For all who have asked since it began. */
  next: Promise<void> | undefined;
}

/** @returns a function that resolves, or rejects, as an `act` does that began after it was called; at most one `act` of a key runs at a time. */
export function doTogether<Asked>(
  keyOf: (asked: Asked) => string,
  act: (asked: Asked) => Promise<void>,
): (asked: Asked) => Promise<void> {
  const turns = new Map<string, Turn>();
  const begin = (key: string, asked: Asked): Promise<void> => {
    const acting = act(asked);
    const turn: Turn = { now: acting.catch(() => {}), next: undefined };
    turns.set(key, turn);
    void turn.now.then(() => turn.next === undefined && turns.delete(key));
    return acting;
  };
  return (asked) => {
    const key = keyOf(asked);
    const turn = turns.get(key);
    if (turn === undefined) return begin(key, asked);
    turn.next ??= turn.now.then(() => begin(key, asked));
    return turn.next;
  };
}
