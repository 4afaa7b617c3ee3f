package dev.millrace.worker.outgoing;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Looks up a name's addresses. */
@FunctionalInterface
interface AddressResolver {
    /**
     * @return at least one address
     * @throws UnknownHostException when there is none, or no name server answers
     */
    List<InetAddress> resolve(String host) throws UnknownHostException;

    /** As the machine is set up. */
    static List<InetAddress> ofThisMachine(String host) throws UnknownHostException {
        return List.of(InetAddress.getAllByName(host));
    }
}
