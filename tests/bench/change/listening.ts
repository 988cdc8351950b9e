import type { Server } from 'node:http'

/** Any free port of the loopback. */
export function listening(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject).listen({ host: '127.0.0.1', port: 0 }, resolve)
  })
}
