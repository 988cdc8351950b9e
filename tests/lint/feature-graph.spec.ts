import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { cycleThrough, readFeatureGraph } from '#build/lint/feature-graph.js'

let root = ''

afterEach(() => {
  if (root !== '') rmSync(root, { recursive: true, force: true })
})

describe('the graph of features', () => {
  it('is read from the sources, both spellings of an import, specs left out', () => {
    plant({
      'src-renderer/features/cases/index.ts': "import { a } from '../places/index.ts'",
      'src-renderer/features/cases/cases.spec.ts': "import { a } from '../people/index.ts'",
      'src-renderer/features/places/PlaceField.vue': "<script setup lang=\"ts\">\nimport { b } from '#renderer/features/people/index.ts'\n</script>",
      'src-renderer/features/people/index.ts': "export const c = 1\nimport type { D } from '#shared/kernel/ids.ts'",
    })

    const graph = readFeatureGraph(root, 'src-renderer')

    expect(graph).toEqual({ cases: ['places'], places: ['people'], people: [] })
  })

  it('shows the circle an import closes, and none where there is none', () => {
    const graph = { a: ['b'], b: ['c'], c: ['a'], d: ['a'] }

    expect(cycleThrough(graph, 'a', 'b')).toEqual(['a', 'b', 'c', 'a'])
    expect(cycleThrough(graph, 'd', 'a')).toBeUndefined()
  })
})

function plant(files: Record<string, string>): void {
  root = mkdtempSync(join(tmpdir(), 'hall-lint-'))
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
}
