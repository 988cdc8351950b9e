import { app } from './app.ts'
import { origins } from './stand-in.ts'
import type { SchemeHandler } from './origins.ts'

interface CustomScheme {
  readonly scheme: string
  readonly privileges?: { readonly standard?: boolean; readonly secure?: boolean; readonly supportFetchAPI?: boolean }
}

const registered = new Map<string, CustomScheme>()

/** Only standard and secure schemes are modelled: what they are served as always is both. */
export const protocol = {
  registerSchemesAsPrivileged(schemes: readonly CustomScheme[]): void {
    if (app.isReady()) throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready')
    for (const scheme of schemes) registered.set(scheme.scheme, scheme)
  },
  handle(scheme: string, handler: SchemeHandler): void {
    const { standard, secure } = registered.get(scheme)?.privileges ?? {}
    if (standard !== true || secure !== true) throw new Error(`stand-in: ${scheme} must be registered as standard and secure first`)
    origins.handle(scheme, handler)
  },
  unhandle(scheme: string): void {
    origins.unhandle(scheme)
  },
}
