export type Knot = { key: string; name: string; ties: number };
export type Tie = { from: string; to: string; relation: string; claims: number };
export type Net = { knots: Knot[]; ties: Tie[]; left: number };
export type Placed = Knot & { x: number; y: number };

/** Parties with most relations, at most `most` of them, and what ties those; `left`: how many parties are left out. */
export function netOf(
  relations: readonly { relation: string; from: { key: string; name: string }; to: { key: string; name: string } }[],
  most = 40,
): Net {
  const knots = new Map<string, Knot>();
  const ties = new Map<string, Tie>();
  for (const { relation, from, to } of relations) {
    if (from.key === to.key) continue;
    for (const { key, name } of [from, to]) knots.set(key, { key, name, ties: (knots.get(key)?.ties ?? 0) + 1 });
    const id = JSON.stringify([from.key, relation, to.key]);
    ties.set(id, { from: from.key, to: to.key, relation, claims: (ties.get(id)?.claims ?? 0) + 1 });
  }
  const all = [...knots.values()].sort((a, b) => b.ties - a.ties || (a.key < b.key ? -1 : 1));
  const kept = new Set(all.slice(0, most).map(({ key }) => key));
  return {
    knots: all.slice(0, most),
    ties: [...ties.values()].filter(({ from, to }) => kept.has(from) && kept.has(to)),
    left: Math.max(0, all.length - most),
  };
}

const STEPS = 300;

/**
 * Places in a box: what is tied draws together, all push each other away. It begins on a ring in the order given and uses no
 * chance, so that the same net always looks the same.
 */
export function placed({ knots, ties }: Pick<Net, 'knots' | 'ties'>, width: number, height: number): Placed[] {
  const at = knots.map((knot, place) => {
    const turn = (place / Math.max(1, knots.length)) * 2 * Math.PI;
    return { ...knot, x: Math.cos(turn), y: Math.sin(turn) };
  });
  const place = new Map(at.map((one, index) => [one.key, index]));
  const pairs = ties.map(({ from, to }) => [place.get(from)!, place.get(to)!] as const);
  const ideal = 1.6 / Math.sqrt(Math.max(1, at.length));
  for (let step = 0; step < STEPS; step++) {
    const pull = at.map(({ x, y }) => ({ x: -x * 0.06, y: -y * 0.06 }));
    const shift = (index: number, x: number, y: number): void => {
      pull[index]!.x += x;
      pull[index]!.y += y;
    };
    for (let a = 0; a < at.length; a++)
      for (let b = a + 1; b < at.length; b++) {
        const [dx, dy] = [at[a]!.x - at[b]!.x, at[a]!.y - at[b]!.y];
        const far = Math.max(0.01, Math.hypot(dx, dy));
        const push = (ideal * ideal) / far / far / 6;
        shift(a, dx * push, dy * push);
        shift(b, -dx * push, -dy * push);
      }
    for (const [a, b] of pairs) {
      const [dx, dy] = [at[a]!.x - at[b]!.x, at[a]!.y - at[b]!.y];
      const far = Math.max(0.01, Math.hypot(dx, dy));
      const draw = ((far - ideal) / far) * 0.12;
      shift(a, -dx * draw, -dy * draw);
      shift(b, dx * draw, dy * draw);
    }
    const heat = 0.12 * (1 - step / STEPS);
    at.forEach((one, index) => {
      const { x, y } = pull[index]!;
      const size = Math.max(1, Math.hypot(x, y) / heat);
      one.x += x / size;
      one.y += y / size;
    });
  }
  const stretch = (of: 'x' | 'y', size: number, edge: number) => {
    const all = at.map(one => one[of]);
    const [least, most] = [Math.min(...all), Math.max(...all)];
    return (value: number): number =>
      most - least < 1e-9 ? size / 2 : edge + ((value - least) / (most - least)) * (size - 2 * edge);
  };
  const [toX, toY] = [stretch('x', width, width * 0.12), stretch('y', height, 28)];
  return at.map(one => ({ ...one, x: toX(one.x), y: toY(one.y) }));
}
