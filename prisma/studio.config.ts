// Prisma Studio's configuration: the address comes in the environment, where other users of the machine cannot read it.
export default { datasource: { url: process.env.LAVORO_STUDIO_URL ?? '' } };
