// Profile: how one foreign layer of things in the street becomes managed components 部件 of this hall.
import { DepartmentId } from '#shared/kernel/ids.ts'
import { z } from '#shared/kernel/zod.ts'
import { DepartmentRow } from '#shared/platform-api/rows.ts'
import { Datum } from '../datum.ts'
import { GridProfile } from '../grid-profile.ts'
import { Template } from '../template.ts'
import { encodings } from '../text-encoding.ts'
import { valueTable } from '../value-table.ts'

/** A value made by a template and looked up; a template without holes is the same for all. */
const looked = <V extends z.ZodType>(value: V) => valueTable(value).extend({ from: Template })

const State = z.enum(['intact', 'broken', 'lost', 'retired'])
/** Who owns or keeps a thing may be nobody the hall knows: `none` leaves it empty. */
const Department = z
  .strictObject({ from: Template, map: z.record(z.string().max(200), DepartmentId), otherwise: DepartmentId.nullable() })
  .extend({ unknown: z.enum(['refuse', 'none']).default('refuse') })
  .optional()

export const ComponentProfile = z.strictObject({
  format: z.literal('wanmi-component-import/1'),
  name: z.string().min(1).max(120),
  /** CSV only. */
  encoding: z.enum(encodings).default('utf-8'),
  delimiter: z.enum([',', ';', '\t', '|']).default(','),
  lng: z.string().min(1).max(120).default('lng'),
  lat: z.string().min(1).max(120).default('lat'),
  datum: Datum.default('wgs84'),
  /** What tells one thing from another, the same in every export of the source: `{PoleID}`. */
  key: Template,
  /**
   * 标识码: taken over (`given`, a template), or made: district, class and a serial within `serials` drawn from the key. Made codes
   * are kept beside the output, so that the same thing gets the same code in the next export.
   */
  code: z.union([
    z.strictObject({ given: Template }),
    z.strictObject({
      district: z.string().regex(/^\d{6}$/),
      serials: z.tuple([z.int().min(1), z.int().max(999_999)]).default([500_000, 999_999]),
    }),
  ]),
  /** Component classes of the catalogue: `C0137`. */
  class: looked(z.string().regex(/^C\d{4}$/)),
  componentName: Template,
  state: looked(State).default({ from: '', map: {}, otherwise: 'intact' }),
  /** 主管部门, 权属单位, 养护单位 */
  department: Department,
  owner: Department,
  keeper: Department,
  /** A date that begins with year, month and day (2024-05-01, 2024/5/1, 20240501); anything else is left out. */
  changedOn: Template.optional(),
  newDepartments: z.array(DepartmentRow).max(500).default([]),
  grids: GridProfile.omit({ check: true }).optional(),
  /** West, south, east, north. */
  bounds: z.tuple([z.number().min(-180), z.number().min(-90), z.number().max(180), z.number().max(90)]).optional(),
  rules: z.strictObject({ outsideGrids: z.enum(['keep', 'refuse']), sameKey: z.enum(['refuse', 'first']) }),
})
export type ComponentProfile = z.infer<typeof ComponentProfile>

/** Every template of a profile with its place in it. */
export function templatesOf(profile: ComponentProfile): [string, string][] {
  const { code, department, owner, keeper, changedOn } = profile
  return [
    ['key', profile.key],
    ...('given' in code ? [['code.given', code.given] as [string, string]] : []),
    ['class.from', profile.class.from],
    ['componentName', profile.componentName],
    ['state.from', profile.state.from],
    ['department.from', department?.from ?? ''],
    ['owner.from', owner?.from ?? ''],
    ['keeper.from', keeper?.from ?? ''],
    ['changedOn', changedOn ?? ''],
  ]
}
