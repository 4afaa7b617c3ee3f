package dev.millrace.chaos.process;

/** How a replica's process is started. */
@FunctionalInterface
interface ReplicaCommand {
    ProcessBuilder of(Replica replica);
}
