/**
 * Loaded into each process that `npm start` starts: when the parent is gone, however it went, the channel
 * to it closes and the child stops as if it were asked to.
 */
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
process.channel?.unref();

export {};
