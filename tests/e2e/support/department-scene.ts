// Cases for a department's page: reported, filed and dispatched by people online, with a picture of the report.
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

interface Dispatched {
  readonly id: CaseId
  readonly no: string
}

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
  async dispatched(description: string, department: string, picture?: Buffer<ArrayBuffer>): Promise<Dispatched> {
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

async function attachmentOf(person: OnlinePerson, picture: Buffer<ArrayBuffer>): Promise<Attachment> {
  const hash = await person.upload(picture, 'image/png')
  return { hash, name: '现场.png', mime: 'image/png', size: picture.length, use: 'report' }
}

const departmentArgs = (department: string): ActArgs['dispatch'] => actArgs.dispatch.parse({ department, words: '请三天内清运' })
