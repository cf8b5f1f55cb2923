/**
 * The numbers from 0 up to, not including, `length` that are wanted, in order. Typed arrays filter themselves by way
 * of an iterator and a list, which takes several times as long.
 */
export function placesOf(length: number, isWanted: (place: number) => boolean): Int32Array {
  const places = new Int32Array(length);
  let count = 0;
  for (let place = 0; place < length; place++) {
    if (isWanted(place)) places[count++] = place;
  }
  return places.slice(0, count);
}
