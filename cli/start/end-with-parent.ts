/**
 * Loaded into each process that `npm start` starts: when the parent is gone, however it went, the channel
 * to it closes and the child stops as if it were asked to.
 */
const end = () => process.kill(process.pid, 'SIGTERM');
if (process.connected) {
  process.once('disconnect', end);
  process.channel?.unref();
} else {
  // The parent went while this process was being loaded.
  end();
}

export {};
