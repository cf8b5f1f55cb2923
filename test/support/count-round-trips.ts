import pg from 'pg';

/** How often this process waited for a database while something was done: what is sent together counts once. */
export async function countRoundTrips(act: () => Promise<unknown>): Promise<number> {
  const query = Reflect.get(pg.Client.prototype, 'query');
  let waiting = 0;
  let trips = 0;
  const counting = function (this: pg.Client, ...args: unknown[]): unknown {
    const answer: unknown = Reflect.apply(query, this, args);
    // Whoever gives a callback is the pool, which only asks whether a connection lives.
    if (!(answer instanceof Promise)) return answer;
    if (waiting++ === 0) trips++;
    const end = () => {
      waiting--;
    };
    answer.then(end, end);
    return answer;
  };
  Reflect.set(pg.Client.prototype, 'query', counting);
  try {
    await act();
  } finally {
    Reflect.set(pg.Client.prototype, 'query', query);
  }
  return trips;
}
