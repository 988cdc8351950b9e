// Profile: how one foreign system's export becomes cases of this hall. Data, written per source, checked before a row is read.
import { DateTime } from 'luxon'
import { CaseSource } from '#shared/domain/case/terms.ts'
import { ClassCode } from '#shared/domain/catalogue/catalogue-data.ts'
import { DepartmentId } from '#shared/kernel/ids.ts'
import { z } from '#shared/kernel/zod.ts'
import { DepartmentRow } from '#shared/platform-api/rows.ts'
import { Datum } from '../datum.ts'
import { GridProfile } from '../grid-profile.ts'
import { Template } from '../template.ts'
import { encodings } from '../text-encoding.ts'
import { valueTable } from '../value-table.ts'

const Column = z.string().min(1).max(120)
const AreaGrade = z.enum(['A', 'B', 'C'])

/** End states need a closing time; a request still open is with its department. */
const ImportedState = z.enum(['handling', 'closed', 'refused', 'voided'])

const Rules = z.strictObject({
  /** Ended before it was made: never true. `as-open` keeps it without its end. */
  closedBeforeCreated: z.enum(['refuse', 'as-open']),
  /** A finished state without a time of its end. */
  endedWithoutTime: z.enum(['refuse', 'as-open']),
  /** A promise that lay in the past when it was given: kept as it stands, dropped, or the row refused. */
  dueBeforeCreated: z.enum(['keep', 'drop', 'refuse']),
  noPoint: z.enum(['keep', 'refuse']),
  /** Outside `bounds`: kept without the point, or refused. */
  outOfBounds: z.enum(['keep-without-point', 'refuse']),
  outsideGrids: z.enum(['keep', 'refuse']),
  /** The file's own zone differs from the polygon the point lies in. */
  zoneDiffers: z.enum(['keep', 'refuse']),
  /** A local time that summer time skips: moved forward as clocks are, or refused. */
  skippedTime: z.enum(['shift', 'refuse']),
  /** A local time that comes twice when summer time ends. */
  doubledTime: z.enum(['earlier', 'later', 'refuse']),
})
export type ImportRules = z.infer<typeof Rules>

export const CaseProfile = z.strictObject({
  format: z.literal('wanmi-case-import/1'),
  name: z.string().min(1).max(120),
  /** Prefix of the external id, so that two sources do not meet: `la311`. */
  source: z.string().regex(/^[a-z0-9-]{1,24}$/),
  encoding: z.enum(encodings).default('utf-8'),
  delimiter: z.enum([',', ';', '\t', '|']).default(','),
  /** IANA zone of every time without an offset or a zone of its own. */
  timeZone: z.string().refine((zone) => DateTime.local({ zone }).isValid, 'not an IANA time zone'),
  /** Luxon tokens tried in order, or `ISO`. */
  dateFormats: z.array(z.string().min(1).max(60)).min(1).max(8),
  columns: z.strictObject({
    id: Column,
    created: Column,
    due: Column.nullable(),
    closed: Column,
    class: Column,
    state: Column,
    department: Column.nullable(),
    source: Column.nullable(),
    lng: Column.nullable(),
    lat: Column.nullable(),
  }),
  templates: z.strictObject({
    number: Template.nullable(),
    description: Template,
    address: Template,
    community: Template.optional(),
    street: Template.optional(),
    /** Words of the flow records `report` and of the ending. */
    reportWords: Template.optional(),
    endWords: Template.optional(),
  }),
  classes: valueTable(ClassCode),
  departments: valueTable(DepartmentId),
  states: valueTable(ImportedState),
  sources: valueTable(CaseSource),
  /** Departments the hall may not have yet; imported before the cases. */
  newDepartments: z.array(DepartmentRow).max(500).default([]),
  grids: GridProfile.optional(),
  areaGrade: AreaGrade.default('B'),
  datum: Datum.default('wgs84'),
  /** West, south, east, north, in WGS-84 whatever the datum. */
  bounds: z
    .tuple([z.number().min(-180), z.number().min(-90), z.number().max(180), z.number().max(90)])
    .refine(([west, south, east, north]) => west < east && south < north, 'west, south, east, north expected'),
  rules: Rules,
})
export type CaseProfile = z.infer<typeof CaseProfile>
