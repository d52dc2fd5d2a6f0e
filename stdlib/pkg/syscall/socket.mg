package syscall

// socket.mg: numbers of sockets and their options, and calls on descriptors that are sockets.

const (
	AF_UNSPEC  = 0
	AF_UNIX    = 1
	AF_LOCAL   = 1
	AF_INET    = 2
	AF_INET6   = 10
	AF_NETLINK = 16
	AF_PACKET  = 17

	SOCK_STREAM    = 1
	SOCK_DGRAM     = 2
	SOCK_RAW       = 3
	SOCK_SEQPACKET = 5
	SOCK_CLOEXEC   = 0x80000
	SOCK_NONBLOCK  = 0x800

	SOL_SOCKET = 1
	SOL_TCP    = 6
	SOL_IP     = 0
	SOL_IPV6   = 41

	SO_DEBUG        = 1
	SO_REUSEADDR    = 2
	SO_TYPE         = 3
	SO_ERROR        = 4
	SO_DONTROUTE    = 5
	SO_BROADCAST    = 6
	SO_SNDBUF       = 7
	SO_RCVBUF       = 8
	SO_KEEPALIVE    = 9
	SO_OOBINLINE    = 10
	SO_LINGER       = 13
	SO_PASSCRED     = 16
	SO_PEERCRED     = 17
	SO_RCVLOWAT     = 18
	SO_SNDLOWAT     = 19
	SO_RCVTIMEO     = 20
	SO_SNDTIMEO     = 21
	SO_BINDTODEVICE = 25
	SO_TIMESTAMP    = 29
	SO_ACCEPTCONN   = 30
	SO_PROTOCOL     = 38
	SO_DOMAIN       = 39
	SOMAXCONN       = 128

	IPPROTO_IP     = 0
	IPPROTO_ICMP   = 1
	IPPROTO_TCP    = 6
	IPPROTO_UDP    = 17
	IPPROTO_IPV6   = 41
	IPPROTO_ICMPV6 = 58
	IPPROTO_RAW    = 255

	IP_TOS             = 1
	IP_TTL             = 2
	IP_MULTICAST_TTL   = 33
	IP_MULTICAST_LOOP  = 34
	IP_MULTICAST_IF    = 32
	IP_ADD_MEMBERSHIP  = 35
	IP_DROP_MEMBERSHIP = 36

	IPV6_V6ONLY         = 26
	IPV6_UNICAST_HOPS   = 16
	IPV6_MULTICAST_HOPS = 18

	TCP_NODELAY      = 1
	TCP_MAXSEG       = 2
	TCP_CORK         = 3
	TCP_KEEPIDLE     = 4
	TCP_KEEPINTVL    = 5
	TCP_KEEPCNT      = 6
	TCP_SYNCNT       = 7
	TCP_LINGER2      = 8
	TCP_DEFER_ACCEPT = 9
	TCP_WINDOW_CLAMP = 10
	TCP_INFO         = 11
	TCP_QUICKACK     = 12
	TCP_CONGESTION   = 13

	MSG_OOB          = 1
	MSG_PEEK         = 2
	MSG_DONTROUTE    = 4
	MSG_CTRUNC       = 8
	MSG_TRUNC        = 32
	MSG_DONTWAIT     = 64
	MSG_EOR          = 128
	MSG_WAITALL      = 0x100
	MSG_NOSIGNAL     = 0x4000
	MSG_CMSG_CLOEXEC = 0x40000000

	SCM_RIGHTS      = 1
	SCM_CREDENTIALS = 2

	SHUT_RD   = 0
	SHUT_WR   = 1
	SHUT_RDWR = 2
)

//minigo:syscall
func setsockopt(fd, level, option, value int) (errno int)

//minigo:syscall
func getsockopt(fd, level, option int) (value, errno int)

// SetsockoptInt and GetsockoptInt are for options that are an int.
func SetsockoptInt(fd, level, opt int, value int) error {
	return failure(setsockopt(fd, level, opt, value))
}

func GetsockoptInt(fd, level, opt int) (value int, err error) {
	value, errno := getsockopt(fd, level, opt)
	return value, failure(errno)
}
