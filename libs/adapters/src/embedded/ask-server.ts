import { connect } from 'node:net';

const TIMEOUT_MS = 1000;

/** First bytes that a server on the loopback answers to a question; undefined when it answers nothing. */
export async function askServer(port: number, question: Buffer | string): Promise<Buffer | undefined> {
  const socket = connect(port, '127.0.0.1');
  return new Promise((resolve) => {
    const finish = (answer?: Buffer): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(TIMEOUT_MS, finish);
    socket.on('error', () => {
      finish();
    });
    socket.on('close', () => {
      finish();
    });
    socket.once('data', finish);
    socket.write(question);
  });
}
