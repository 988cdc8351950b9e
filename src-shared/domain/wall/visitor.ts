/**
 * 参观模式: where a case lies, as far as a stranger may read it: the road, not the door. What comes before the first figure is
 * the road; a place described without figures (a shop, a block of flats by its name) is left out, for it may be somebody's home.
 */
export function addressForVisitors(address: string): string {
  const road = /^\D*?[路街道巷弄桥](?=\d|$|\s)/u.exec(address.trim())
  return road?.[0] ?? ''
}
