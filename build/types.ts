// Types of everything: `npm run types`, and a step of `npm run check`. `vue-tsc -p` with the same three configurations finds the
// same; in one process they share what is read and parsed, and a file that its own configuration has judged is not judged again.
import { resolve } from 'node:path'
import { proxyCreateProgram } from '@volar/typescript'
import { createParsedCommandLine, createVueLanguagePlugin } from '@vue/language-core'
import ts from 'typescript'
import { root } from './run.ts'

/**
 * What a process runs is judged with what that process has: src-shared twice. The last one knows everything and judges what
 * is left, specs and tests.
 */
const configs = ['tsconfig.node.json', 'tsconfig.web.json']
const rest = 'tsconfig.json'

const components: ts.FileExtensionInfo = { extension: 'vue', isMixedContent: true, scriptKind: ts.ScriptKind.Deferred }

export interface Judgement {
  readonly files: number
  readonly errors: readonly ts.Diagnostic[]
}

/** Judges the sources of a folder that has the three configurations. */
export function judgeTypes(folder: string): Judgement {
  const parsed = new Map<string, ts.SourceFile>()
  const judged = new Set<string>()
  const judge = (config: string, isJudged: (name: string) => boolean): readonly ts.Diagnostic[] => {
    const { program, errors } = programOf(folder, config, parsed)
    const files = program.getSourceFiles().filter((file) => isOurs(program, file) && isJudged(file.fileName))
    for (const { fileName } of files) judged.add(fileName)
    return [
      ...errors,
      ...program.getOptionsDiagnostics(),
      ...program.getGlobalDiagnostics(),
      ...files.flatMap((file) => [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)]),
    ]
  }
  const errors = configs.flatMap((config) => judge(config, () => true))
  const left = judge(rest, (name) => !judged.has(name))
  return { files: judged.size, errors: ts.sortAndDeduplicateDiagnostics([...errors, ...left]) }
}

function programOf(folder: string, config: string, parsed: Map<string, ts.SourceFile>) {
  const path = resolve(folder, config)
  const source = ts.readJsonConfigFile(path, (name) => ts.sys.readFile(name))
  const { fileNames: rootNames, options, errors } = ts.parseJsonSourceFileConfigFileContent(
    source, ts.sys, folder, { allowNonTsExtensions: true }, path, undefined, [components],
  )
  const { vueOptions } = createParsedCommandLine(ts, ts.sys, path)
  const createProgram = proxyCreateProgram(ts, ts.createProgram, () => [
    createVueLanguagePlugin<string>(ts, options, vueOptions, (id) => id),
  ])
  return { program: createProgram({ rootNames, options, host: sharingHost(options, parsed) }), errors }
}

/** The compiler's own host, except that what one program has read and parsed is there for the next. */
function sharingHost(options: ts.CompilerOptions, parsed: Map<string, ts.SourceFile>): ts.CompilerHost {
  const host = ts.createCompilerHost(options)
  host.jsDocParsingMode = ts.JSDocParsingMode.ParseForTypeErrors
  const read = host.getSourceFile.bind(host)
  host.getSourceFile = (name, how, ...more) => {
    const { languageVersion, impliedNodeFormat } = typeof how === 'object' ? how : { languageVersion: how }
    const key = `${name} ${languageVersion} ${impliedNodeFormat ?? 'unsaid'}`
    const file = parsed.get(key) ?? read(name, how, ...more)
    if (file !== undefined) parsed.set(key, file)
    return file
  }
  return host
}

/** Declarations of packages are taken as they are, as with `skipLibCheck`. */
function isOurs(program: ts.Program, file: ts.SourceFile): boolean {
  return !file.isDeclarationFile && !program.isSourceFileFromExternalLibrary(file)
}

/** One line an error, as the compiler prints them. */
export function tellErrors(errors: readonly ts.Diagnostic[], folder: string): string {
  return ts.formatDiagnostics(errors, {
    getCurrentDirectory: () => folder,
    getCanonicalFileName: (name) => name,
    getNewLine: () => '\n',
  })
}

if (import.meta.main) {
  const { files, errors } = judgeTypes(root)
  process.stdout.write(tellErrors(errors, root))
  console.log(`${String(files)} files, ${String(errors.length)} errors`)
  process.exitCode = errors.length === 0 ? 0 : 1
}
