import { createHash, randomUUID } from 'node:crypto'
import { canonicalJson } from '#shared/kernel/canonical-json.ts'

type Members = Record<string, unknown>

const listOf = (value: unknown): Members[] =>
  Array.isArray(value) ? value.filter((one): one is Members => typeof one === 'object' && one !== null) : []

/**
 * What a program with a good token can do to commands it has made up: give them ids nobody has seen, put them next in their
 * lanes and sign them, so that they are judged by what they say.
 */
export async function renewCommands(body: unknown, nextIn: (lane: string) => Promise<number>): Promise<void> {
  for (const command of listOf((Object(body) as Members)['commands'])) {
    if (typeof command['id'] === 'string') command['id'] = randomUUID()
    if (typeof command['hash'] !== 'string') continue
    for (const lane of listOf(command['lanes'])) {
      if (typeof lane['lane'] === 'string' && lane['lane'].isWellFormed()) lane['n'] = await nextIn(lane['lane'])
    }
    command['hash'] = hashOf(command)
  }
}

function hashOf({ hash: _hash, ...rest }: Members): string {
  // As it travels: JSON knows no undefined and no holes in lists.
  const sent = JSON.parse(JSON.stringify(rest)) as unknown
  return createHash('sha256').update(canonicalJson(sent), 'utf8').digest('hex')
}
