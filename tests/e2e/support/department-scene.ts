// Cases for a department's page: reported, filed and dispatched by people online, with a picture of the report.
import { createHash, randomBytes } from 'node:crypto'
import { crc32, deflateSync } from 'node:zlib'
import type { ActArgs } from '#shared/domain/case/acts.ts'
import { actArgs } from '#shared/domain/case/acts.ts'
import type { Attachment, CasePlace } from '#shared/domain/case/case-row.ts'
import { newCaseId } from '#shared/kernel/ids.ts'
import { systemClock, systemRandom } from '#shared/kernel/clock.ts'
import type { CaseId } from '#shared/kernel/ids.ts'
import { OnlinePerson } from './online-person.ts'

/** 赵志强 holds every post of a desk. */
const DESK = '1004'
const CLASS = 'E0110'
const PLACE: CasePlace = {
  ...{ lng: 116.9445, lat: 31.462, address: '梅河路与桃溪路口东南角', grid: '341523001001004', dutyGrid: null },
  ...{ community: '梅河社区', street: '城关镇', component: null },
}

/** A real PNG whose pixels cannot be compressed: as large as a photograph. */
export function aPicture(width: number, height: number): Picture {
  const rows = Array.from({ length: height }, () => Buffer.concat([Buffer.of(0), randomBytes(width * 3)]))
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 2, 0, 0, 0], 8)
  const signature = Buffer.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', deflateSync(Buffer.concat(rows))), chunk('IEND', Buffer.alloc(0))])
}

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'ascii'), data])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  sum.writeUInt32BE(crc32(named))
  return Buffer.concat([length, named, sum])
}

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

interface Dispatched {
  readonly id: CaseId
  readonly no: string
}

type Picture = Buffer<ArrayBuffer>
type People = Readonly<Record<'acceptor' | 'leader' | 'dispatcher', OnlinePerson>>

/** Everybody who has a hand in a case before a department has it. */
export class DepartmentScene {
  readonly #people: People

  private constructor(people: People) {
    this.#people = people
  }

  static async open(url: string): Promise<DepartmentScene> {
    const [acceptor, leader, dispatcher] = await Promise.all(
      (['acceptor', 'shift-leader', 'dispatcher'] as const).map((post) => OnlinePerson.signIn(url, DESK, post)),
    )
    if (acceptor === undefined || leader === undefined || dispatcher === undefined) throw new Error('nobody signed in')
    return new DepartmentScene({ acceptor, leader, dispatcher })
  }

  /** The desk's eyes and hands on what became of it. */
  get acceptor(): OnlinePerson {
    return this.#people.acceptor
  }

  get dispatcher(): OnlinePerson {
    return this.#people.dispatcher
  }

  /** A case that waits for the department, with the number people know it by. */
  async dispatched(description: string, department: string, picture?: Picture): Promise<Dispatched> {
    const id = newCaseId(systemClock, systemRandom)
    const { acceptor, leader, dispatcher } = this.#people
    const attachments = picture === undefined ? [] : [await attachmentOf(acceptor, picture)]
    const report = {
      ...{ source: 'inspector' as const, classCode: CLASS, conditionId: null, areaGrade: 'A' as const, description, place: PLACE },
      ...{ reporterName: null, reporterPhone: null, phoneKey: null, wantsCallBack: false, foundAt: null, urgent: false },
      ...{ notDuplicateBecause: null, attachments, externalId: null },
    }
    const steps = [
      () => acceptor.report(id, report),
      () => acceptor.act(id, 1, 'accept', { words: '' }),
      () => leader.act(id, 2, 'file', { conditionId: `${CLASS}-1`, areaGrade: 'A', urgent: false, words: '' }),
      () => dispatcher.act(id, 3, 'dispatch', departmentArgs(department)),
    ]
    for (const step of steps) {
      const outcome = await step()
      if (outcome.result !== 'accepted') throw new Error(JSON.stringify(outcome))
    }
    return { id, no: (await acceptor.case(id)).row.no }
  }
}

async function attachmentOf(person: OnlinePerson, picture: Picture): Promise<Attachment> {
  const hash = await person.upload(picture, 'image/png')
  return { hash, name: '现场.png', mime: 'image/png', size: picture.length, use: 'report' }
}

const departmentArgs = (department: string): ActArgs['dispatch'] => actArgs.dispatch.parse({ department, words: '请三天内清运' })
