import type { HotSpots } from '#shared/contracts/evaluation.contract.ts'
import { grouped } from '#renderer/composables/format.ts'
import { text } from '#renderer/i18n/index.ts'

export type HotSpot = HotSpots['rows'][number]

/** Where it is in words, without the street office and community that stand beside it; its code where no case of it says. */
export function placeOf({ address, grid, street, community }: Pick<HotSpot, 'address' | 'grid' | 'street' | 'community'>): string {
  const areas = [street, community].filter((area) => area !== null)
  const place = areas.reduce((rest, area) => (rest.startsWith(area) ? rest.slice(area.length) : rest), address)
  if (place !== '') return place
  return address === '' ? grid : address
}

/** "城关街道 梅河社区"; empty where the grid belongs to none. */
export const areaOf = ({ street, community }: Pick<HotSpot, 'street' | 'community'>): string => [street, community].filter((name) => name !== null).join(' ')

/** "↑ 3"; a dash where it is the same. */
export function changeMark({ n, before }: Pick<HotSpot, 'n' | 'before'>): string {
  if (n === before) return '–'
  return n > before ? `↑ ${grouped(n - before)}` : `↓ ${grouped(before - n)}`
}

/** "上一期同 16 天 3 件，多 2 件". */
export function changeWords({ n, before }: Pick<HotSpot, 'n' | 'before'>, days: number): string {
  const by = grouped(Math.abs(n - before))
  const change = n === before ? text('evaluation.drill.equal') : text(n > before ? 'evaluation.drill.more' : 'evaluation.drill.fewer', { n: by })
  return text('evaluation.hot.before', { days, n: grouped(before), change })
}
