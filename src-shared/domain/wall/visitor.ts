/** A road at the beginning, behind the name of a 街道 (subdistrict) where there is one. */
const ROAD = /^(?:\D{1,12}?街道(?=[^\d\s]))?[^\d路街道巷弄桥]*[路街道巷弄桥]/u
/** Somebody's door described instead of a road; 家 in the name of a lane or village is none. */
const SOMEBODYS = /[旁侧宅店铺栋幢]|家(?![巷弄桥路街湾村庄])|门[前口]/u

/**
 * 参观模式: where a case lies, as far as a stranger may read it: the road, not the door. What comes before the first figure is
 * the road; a place described in other words (a shop, a block of flats by its name, beside whose house) is left out, for it may
 * be somebody's home.
 */
export function addressForVisitors(address: string): string {
  const text = address.trim()
  const road = ROAD.exec(text)?.[0] ?? ''
  const isWhole = /^(?:\d|\s|$)/u.test(text.slice(road.length))
  return isWhole && !SOMEBODYS.test(road) ? road : ''
}
