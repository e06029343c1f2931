//! How many connections at once: one more is closed, so that those inside are served.

use std::future::{Ready, ready};
use std::io;
use std::sync::Arc;
use std::task::{Context, Poll};

use axum_server::accept::Accept;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tower::Service;

/// Connections of one socket at a time.
const MOST: usize = 2048;

/// Lets in as many connections as there are places.
#[derive(Clone, Debug)]
pub(super) struct Places(Arc<Semaphore>);

impl Places {
    /// As many as a socket has.
    pub(super) fn new() -> Self {
        Self::with(MOST)
    }

    fn with(most: usize) -> Self {
        Self(Arc::new(Semaphore::new(most)))
    }
}

/// A connection's service with its place, given up at its end.
#[derive(Clone, Debug)]
pub(super) struct Placed<S> {
    service: S,
    _place: Arc<OwnedSemaphorePermit>,
}

impl<S: Service<R>, R> Service<R> for Placed<S> {
    type Response = S::Response;
    type Error = S::Error;
    type Future = S::Future;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.service.poll_ready(context)
    }

    fn call(&mut self, request: R) -> S::Future {
        self.service.call(request)
    }
}

impl<I, S> Accept<I, S> for Places {
    type Stream = I;
    type Service = Placed<S>;
    type Future = Ready<io::Result<(I, Placed<S>)>>;

    fn accept(&self, stream: I, service: S) -> Self::Future {
        let place = Arc::clone(&self.0).try_acquire_owned();
        ready(match place {
            Ok(place) => Ok((
                stream,
                Placed {
                    service,
                    _place: Arc::new(place),
                },
            )),
            Err(_) => Err(io::Error::other("every place is taken")),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_place_is_free_again_when_its_connection_ends() {
        let places = Places::with(1);
        let first = places.accept((), ()).await;
        assert!(first.is_ok());
        assert!(places.accept((), ()).await.is_err());
        drop(first);
        assert!(places.accept((), ()).await.is_ok());
    }
}
