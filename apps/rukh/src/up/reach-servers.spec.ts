import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { CannotStart } from './cannot-start.js';
import { reachServers } from './reach-servers.js';

/** A server on a free port that says one thing; after `close` nothing listens there. */
async function listen(answer = ''): Promise<{ port: number; close: () => Promise<unknown> }> {
  const server = createServer((socket) => socket.once('data', () => socket.end(answer)).resume());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { port, close: () => once(server.close(), 'close') };
}

describe('servers named in the environment', () => {
  it('are reached, and those not named are not asked for', async () => {
    const { port, close } = await listen('-NOAUTH Authentication required.\r\n');
    await reachServers({ REDIS_URL: `redis://:secret@127.0.0.1:${port}/1`, MQTT_URL: undefined });
    await close();
  });

  it.each(['HTTP/1.1 400 Bad Request\r\n\r\n', ''])(
    'are told at once from something else that listens there (%j)',
    async (answer) => {
      const { port, close } = await listen(answer);
      await expect(reachServers({ REDIS_URL: `redis://127.0.0.1:${port}` })).rejects.toThrow(
        `What answers at 127.0.0.1:${port}, which REDIS_URL names, is no Redis.`,
      );
      await close();
    },
  );

  it('are named with their place and without their password where nothing answers', async () => {
    const { port, close } = await listen();
    await close();
    const attempt = reachServers({ MQTT_URL: `mqtt://me:secret@127.0.0.1:${port}` }, 0);
    await expect(attempt).rejects.toThrow(CannotStart);
    await expect(attempt).rejects.toThrow(
      `No server answers at 127.0.0.1:${port}, which MQTT_URL names (ECONNREFUSED).`,
    );
  });

  it('are waited for while they start', async () => {
    const { port, close } = await listen();
    await close();
    const server = createServer();
    setTimeout(() => server.listen(port, '127.0.0.1'), 300);
    await reachServers({ DATABASE_URL: `postgres://127.0.0.1:${port}/rukh` }, 5000);
    server.close();
  });

  it('may be sockets in the file system, which are left to the services', async () => {
    await reachServers({ DATABASE_URL: 'postgresql:///rukh?host=/var/run/postgresql' }, 0);
  });
});
