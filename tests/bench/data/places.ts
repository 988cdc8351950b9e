// A district capital of 640 communities and 6,400 unit grids, named as such places are.
import { DepartmentId } from '#shared/kernel/ids.ts'
import type { DepartmentRow } from '#shared/platform-api/rows.ts'
import type { Dice } from './dice.ts'

const DISTRICT = '341523'
export const CENTER = [116.9445, 31.462] as const
/** Degrees of about 16 by 20 kilometres. */
export const SPAN = [0.17, 0.18] as const
const OFFICES = 32
const COMMUNITIES_OF_OFFICE = 20
const GRIDS_OF_COMMUNITY = 10
export const DEPARTMENTS = 60

const officeWords = ['城关', '桃溪', '梅河', '文峰', '永安', '锦绣', '长宁', '青云', '白塔', '望江', '石桥', '东湖', '西园', '南门', '北苑', '新华'] as const
const communityWords = ['鼓楼', '文昌', '龙津', '春秋', '飞霞', '三里河', '柳林', '书院', '银杏', '金桂', '阳光', '和平', '建国', '幸福', '团结', '花园', '朝阳', '临江', '清水', '双塘'] as const
const roads = [
  '人民路', '解放路', '中山路', '建设路', '文昌路', '梅河路', '桃溪大道', '春秋路', '龙津路', '长江路', '黄山路', '迎宾大道', '环城东路', '环城西路', '花园街', '书院街', '鼓楼街', '石桥巷', '柳林巷', '青年路', '和平街',
  '工业三路', '创新大道', '滨河路', '学府路', '体育场路', '站前路', '粮站巷', '丁字街', '南门口街',
] as const
const sites = ['小区东门', '小区南门', '菜市场入口', '小学门口', '公交站旁', '十字路口', '路口东南角', '人行道', '绿化带内', '商铺门前', '桥下', '停车场出口', '公园北门', '医院对面', '加油站旁', '巷内'] as const
const trades = ['市政', '环卫', '园林', '交警', '城管', '水务', '供电', '燃气', '通信', '房产', '公交', '环保'] as const

export interface BenchPlace {
  readonly street: string
  readonly community: string
  readonly grid: string
  readonly dutyGrid: string
  readonly address: string
  readonly lng: number
  readonly lat: number
}

/** Somewhere in the district; its grid, community and street office belong together. */
export function somewhere(dice: Dice): BenchPlace {
  const office = dice.roll(OFFICES)
  const community = dice.roll(COMMUNITIES_OF_OFFICE)
  const grid = dice.roll(GRIDS_OF_COMMUNITY)
  const street = `${officeWords[office % officeWords.length] ?? ''}${office < officeWords.length ? '' : '新区'}街道`
  const name = `${communityWords[community] ?? ''}社区`
  const code = `${DISTRICT}${digits(office + 1, 3)}${digits(community + 1, 3)}`
  const number = 1 + dice.roll(399)
  const address = `${street}${name}${dice.pick(roads)}${String(number)}号${dice.pick(sites)}`
  // Offices stand eight by four; whatever lies in one stays in it.
  const x = ((office % 8) + dice.between(0, 1)) / 8 - 0.5
  const y = (Math.floor(office / 8) + dice.between(0, 1)) / 4 - 0.5
  return {
    ...{ street, community: name, grid: `${code}${digits(grid + 1, 3)}`, dutyGrid: `${code}Z`, address },
    ...{ lng: round(CENTER[0] + x * SPAN[0]), lat: round(CENTER[1] + y * SPAN[1]) },
  }
}

export function departmentAt(k: number): DepartmentRow {
  const id = DepartmentId.parse(`B${digits((k % DEPARTMENTS) + 1, 2)}`)
  return { id, name: `${trades[k % trades.length] ?? ''}管理${digits(Math.floor(k / trades.length) + 1, 1)}处`, phone: null, duties: [], external: false }
}

function digits(value: number, width: number): string {
  return String(value).padStart(width, '0')
}

function round(degrees: number): number {
  return Math.round(degrees * 1e6) / 1e6
}
